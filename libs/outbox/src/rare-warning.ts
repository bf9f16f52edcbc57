import type { Log } from '@tailspan/telemetry'

const quietMs = 60_000

/**
 * Tells of something that repeats while it lasts: the first time at once, then once a minute with how often
 * it has happened since.
 */
export function createRareWarning(
  log: Pick<Log, 'warn'>,
  event: string,
  now: () => number = Date.now,
): (err: unknown) => void {
  let quietUntilMs = 0
  let times = 0
  return function warn(err) {
    times += 1
    if (now() < quietUntilMs) return
    quietUntilMs = now() + quietMs
    log.warn(event, { times, err })
    times = 0
  }
}

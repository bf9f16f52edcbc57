import type { Log } from './log.ts'

const quietMs = 60_000

/** Reports something that may repeat; what it is given for is written at most once a minute. */
export type Rarely = (write: (times: number) => void) => void

/**
 * Lets the first report of something that lasts through at once, then one a minute.
 *
 * shape: `times` is how often it was reported since the last line, this time included
 */
export function createRarely(now: () => number = performance.now.bind(performance)): Rarely {
  let quietUntilMs = 0
  let times = 0
  return function rarely(write) {
    times += 1
    if (now() < quietUntilMs) return
    quietUntilMs = now() + quietMs
    const count = times
    times = 0
    write(count)
  }
}

/** Warns of an error that may repeat: at once, then at most once a minute with how often it happened. */
export function createRareWarning(
  log: Pick<Log, 'warn'>,
  event: string,
  now?: () => number,
): (err: unknown) => void {
  const rarely = createRarely(now)
  return (err) => rarely((times) => log.warn(event, { times, err }))
}

import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '@tailspan/telemetry'
import { DatabaseUnavailable } from './faults/database-error.ts'

const firstPauseMs = 100
const longestPauseMs = 2_000

/**
 * Repeats the work while the database is unavailable, with growing pauses.
 *
 * errors: the signal's reason as soon as it is aborted; whatever is not about availability, at once
 */
export async function untilConnected<T>(
  work: () => Promise<T>,
  { signal, log }: { signal: AbortSignal; log: Pick<Log, 'warn'> },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    try {
      return await unlessAborted(work(), signal)
    } catch (err) {
      signal.throwIfAborted()
      if (!(err instanceof DatabaseUnavailable)) throw err
      log.warn('postgres.not-connected', { err, attempt })
    }
    await pause(pauseMs(attempt), undefined, { signal }).catch(() => {})
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', abort))
}

// Up to a quarter more, so that the instances of a service do not come all at once.
function pauseMs(attempt: number): number {
  const baseMs = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs)
  return baseMs * (1 + Math.random() / 4)
}

import { repeatUntilDone, unlessAborted } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import { DatabaseUnavailable } from './faults/database-error.ts'

/**
 * Repeats the work while the database is unavailable, with growing pauses.
 *
 * errors: the signal's reason as soon as it is aborted; whatever is not about availability, at once
 */
export function untilConnected<T>(
  work: () => Promise<T>,
  { signal, log }: { signal: AbortSignal; log: Pick<Log, 'warn'> },
): Promise<T> {
  return repeatUntilDone(() => unlessAborted(work(), signal), {
    signal,
    onFailure(err, attempt) {
      if (!(err instanceof DatabaseUnavailable)) throw err
      log.warn('postgres.not-connected', { err, attempt })
    },
  })
}

import { TailspanError } from '@tailspan/errors'
import { repeatUntilDone, unlessAborted } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import { RightsMissing } from '../faults/rights.ts'

type Patience = { readonly signal: AbortSignal; readonly log: Log; readonly who: string }

/**
 * Tries until it works: at boot a broker may come later than its services.
 *
 * errors: the signal's reason, when that comes first
 */
export function untilConnected<T>(
  connect: () => Promise<T>,
  { signal, log, who }: Patience,
): Promise<T> {
  // A silent broker must not hold up the stop: its client waits for it, we do not.
  return repeatUntilDone(() => unlessAborted(connect(), signal), {
    signal,
    onFailure(err, attempt) {
      // A missing right has been logged by its name.
      if (!(err instanceof RightsMissing)) log.warn(eventOf(err), { who, attempt, err })
    },
  })
}

function eventOf(error: unknown): string {
  return error instanceof TailspanError ? 'kafka.not-ready' : 'kafka.unreachable'
}

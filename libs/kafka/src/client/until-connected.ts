import { setTimeout as wait } from 'node:timers/promises'
import { TailspanError } from '@tailspan/errors'
import type { Log } from '@tailspan/telemetry'
import { RightsMissing } from '../faults/rights.ts'

type Patience = { readonly signal: AbortSignal; readonly log: Log; readonly who: string }

/**
 * Tries until it works: at boot a broker may come later than its services.
 *
 * errors: the signal's reason, when that comes first
 */
export async function untilConnected<T>(
  connect: () => Promise<T>,
  { signal, log, who }: Patience,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    try {
      return await unlessAborted(connect(), signal)
    } catch (err) {
      signal.throwIfAborted()
      // A missing right has been logged by its name.
      if (!(err instanceof RightsMissing)) log.warn(eventOf(err), { who, attempt, err })
      await wait(Math.min(50 * 2 ** attempt, 2_000), undefined, { signal }).catch(() => {})
    }
  }
}

function eventOf(error: unknown): string {
  return error instanceof TailspanError ? 'kafka.not-ready' : 'kafka.unreachable'
}

// A silent broker must not hold up the stop: kafkajs waits for it, we do not.
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '@tailspan/telemetry'

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
      log.warn('kafka.unreachable', { who, attempt, err })
      await wait(Math.min(50 * 2 ** attempt, 2_000), undefined, { signal }).catch(() => {})
    }
  }
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

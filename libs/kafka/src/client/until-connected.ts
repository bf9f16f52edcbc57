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
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted()
    try {
      return await connect()
    } catch (err) {
      log.warn('kafka.unreachable', { who, attempt, err })
      await wait(Math.min(100 * 2 ** attempt, 2_000), undefined, { signal }).catch(() => {})
    }
  }
}

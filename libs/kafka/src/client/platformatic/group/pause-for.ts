import { setTimeout as wait } from 'node:timers/promises'

/** Waits a while, or until the signal aborts. */
export async function pauseFor(pauseMs: number, signal: AbortSignal): Promise<void> {
  await wait(pauseMs, undefined, { signal }).catch(() => {})
}

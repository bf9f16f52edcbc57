import { setTimeout as wait } from 'node:timers/promises'

const maxPauseMs = 2_000

/** Waits longer after each failure in a row, with some jitter, and not at all once `giveUp` is aborted. */
export type Backoff = (failures: number) => Promise<void>

export function createBackoff(backoffMs: number, giveUp: AbortSignal): Backoff {
  return async (failures) => {
    const pauseMs = Math.min(backoffMs * 2 ** Math.max(failures - 1, 0), maxPauseMs)
    const jittered = pauseMs * (0.8 + Math.random() * 0.4)
    await wait(jittered, undefined, { signal: giveUp }).catch(() => {})
  }
}

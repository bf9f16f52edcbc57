import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'

/** What became of the orders so far. */
export type Progress = {
  /** Stored and neither confirmed nor rejected. */
  readonly unsettled: number
  /** Confirmed or rejected. */
  readonly settled: number
  /** Events that are stored and not sent. */
  readonly waiting: number
}

/** How long nothing may change before what is missing counts as lost, and how often to look. */
export type Patience = { readonly quietMs: number; readonly lookMs: number }

export type Rest = Progress & {
  /** When the last change was seen, by `performance.now()`. */
  readonly changedAtMs: number
}

// A tutorial's consumer is replaced after its session of 6 s, and the group waits for it.
const patient: Patience = { quietMs: 15_000, lookMs: 100 }

/** Waits until every order is settled and every event sent, or nothing changes any more. */
export async function untilRest(
  look: () => Promise<Progress>,
  { quietMs, lookMs }: Patience = patient,
): Promise<Rest> {
  let seen = await look()
  let changedAtMs = performance.now()
  while (seen.unsettled + seen.waiting > 0 && performance.now() - changedAtMs < quietMs) {
    await pause(lookMs)
    const now = await look()
    if (!isDeepStrictEqual(now, seen)) changedAtMs = performance.now()
    seen = now
  }
  return { ...seen, changedAtMs }
}

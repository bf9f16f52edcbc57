import { setTimeout as pause } from 'node:timers/promises'

/** What has arrived: records on a topic, spans at a receiver. */
export type Counts = { readonly records: number; readonly spans: number }

/** How long nothing may arrive before no more is expected, and how often to look. */
export type Patience = { readonly silenceMs: number; readonly lookMs: number }

// Longer than the longest pause of an exporter.
const patient: Patience = { silenceMs: 2_500, lookMs: 100 }

/** Waits until so much has arrived, or nothing arrives any more. */
export async function untilArrived(
  count: () => Promise<Counts>,
  wanted: Counts,
  { silenceMs, lookMs }: Patience = patient,
): Promise<Counts> {
  let seen = await count()
  let changedAtMs = performance.now()
  while (performance.now() - changedAtMs < silenceMs) {
    if (missing(wanted, seen).records + missing(wanted, seen).spans === 0) break
    await pause(lookMs)
    const now = await count()
    if (now.records !== seen.records || now.spans !== seen.spans) changedAtMs = performance.now()
    seen = now
  }
  return seen
}

/** What is not there. More than was wanted is no fault: some are answered after the last one was counted. */
export function missing(wanted: Counts, seen: Counts): Counts {
  return {
    records: Math.max(0, wanted.records - seen.records),
    spans: Math.max(0, wanted.spans - seen.spans),
  }
}

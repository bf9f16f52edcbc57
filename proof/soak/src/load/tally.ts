import type { Outcome } from './client.ts'
import type { Visit } from './visit.ts'

/** What all clients of a load saw together. */
export type Tally = {
  readonly visits: number
  readonly refused: number
  readonly left: number
  readonly failed: number
  /** The orders that were answered with 202. */
  readonly accepted: ReadonlySet<string>
  /** Answers that this client must not get, counted by what they were. */
  readonly wrong: ReadonlyMap<string, number>
  /** What broke, counted by why. */
  readonly failures: ReadonlyMap<string, number>
}

/** Counts outcomes and judges each against what its client did. */
export function createTally() {
  const counts = { visits: 0, refused: 0, left: 0, failed: 0 }
  const accepted = new Set<string>()
  const wrong = new Map<string, number>()
  const failures = new Map<string, number>()
  return {
    begin: () => void counts.visits++,
    take(visit: Visit, outcome: Outcome) {
      if (outcome.kind === 'accepted') accepted.add(outcome.orderId)
      else counts[outcome.kind] += 1
      if (outcome.kind === 'failed') count(failures, outcome.why)
      const surprise = surpriseOf(visit, outcome)
      if (surprise) count(wrong, surprise)
    },
    read: (): Tally => ({ ...counts, accepted, wrong, failures }),
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/** Any client may get 503; every other refusal needs its cause in the request. */
function surpriseOf({ kind }: Visit, outcome: Outcome): string | undefined {
  if (outcome.kind === 'accepted' && kind === 'is-wrong') return 'a bad order was accepted'
  if (outcome.kind !== 'refused' || outcome.status === 503) return undefined
  const isDeserved = kind === 'is-wrong' && [400, 415, 422].includes(outcome.status)
  return isDeserved ? undefined : `a client that ${kind} got ${outcome.status}`
}

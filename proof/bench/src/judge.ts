import type { ClientName } from '@tailspan/kafka'
import type { Goal, Measured, Rounds } from './entry.ts'

/** Of all rounds. */
export type Figures = { readonly min: number; readonly median: number; readonly max: number }

/** One line of `npm run bench -- --json`. */
export type Result = {
  readonly name: string
  readonly unit: string
  /** What ours ran on; none where it cannot be chosen. */
  readonly client: ClientName | null
  readonly ours: Figures
  readonly peer: (Figures & { readonly name: string }) | null
  /** Our median over the peer's; none where the peer has nothing. */
  readonly ratio: number | null
  /** What is judged and its bound; none for a figure that is only to be known. */
  readonly goal: string | null
  readonly met: boolean | null
}

/** Sums up the rounds and compares the median with the goal; a round in which a peer failed is left out. */
export function judge({ name, unit, client, ours, peer, goal }: Measured): Result {
  const figures = toFigures(ours.every(Number.isFinite) ? ours : [])
  const peers = peer ? { name: peer.name, ...toFigures(peer.rounds.filter(Number.isFinite)) } : null
  const ratio = peers && peers.median !== 0 ? round(figures.median / peers.median) : null
  const judged = goal?.of ?? (peers ? 'ratio' : 'median')
  const seen = { ratio: ratio ?? Number.NaN, median: figures.median, max: figures.max }
  const result = judgeGoal(goal, seen[judged], judged)
  return { name, unit, client: client ?? null, ours: figures, peer: peers, ratio, ...result }
}

function judgeGoal(goal: Goal | null, seen: number, judged: string): Pick<Result, 'goal' | 'met'> {
  if (!goal) return { goal: null, met: null }
  if ('atLeast' in goal) return { goal: `${judged} ≥ ${goal.atLeast}`, met: seen >= goal.atLeast }
  return { goal: `${judged} ≤ ${goal.atMost}`, met: seen <= goal.atMost }
}

function toFigures(rounds: Rounds): Figures {
  const sorted = [...rounds].sort((a, b) => a - b)
  const [min = Number.NaN] = sorted
  return { min: round(min), median: round(medianOf(sorted)), max: round(sorted.at(-1) ?? min) }
}

function medianOf(sorted: Rounds): number {
  const middle = (sorted.length - 1) / 2
  const [low = Number.NaN, high = low] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  return (low + high) / 2
}

/** Three digits say all that can be said. */
function round(number: number): number {
  return Number(number.toPrecision(3))
}

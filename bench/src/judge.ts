import type { Goal, Measured, Rounds } from './entry.ts'

/** Of all rounds. */
export type Figures = { readonly min: number; readonly median: number; readonly max: number }

/** One line of `npm run bench -- --json`. */
export type Result = {
  readonly name: string
  readonly unit: string
  readonly ours: Figures
  readonly peer: (Figures & { readonly name: string }) | null
  /** Our median over the peer's. */
  readonly ratio: number | null
  readonly goal: string
  readonly met: boolean
}

/** Sums up the rounds and compares the median with the goal. */
export function judge({ name, unit, ours, peer, goal }: Measured): Result {
  const figures = toFigures(ours)
  const peers = peer ? { name: peer.name, ...toFigures(peer.rounds) } : null
  const ratio = peers ? round(figures.median / peers.median) : null
  const judged = ratio ?? figures.median
  return { name, unit, ours: figures, peer: peers, ratio, ...judgeGoal(goal, judged) }
}

function judgeGoal(goal: Goal, judged: number): Pick<Result, 'goal' | 'met'> {
  if ('atLeast' in goal) return { goal: `≥ ${goal.atLeast}`, met: judged >= goal.atLeast }
  return { goal: `≤ ${goal.atMost}`, met: judged <= goal.atMost }
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

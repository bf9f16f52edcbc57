import type { TraceTree } from '../tree/trace-tree.ts'
import { walkTree } from '../tree/walk-tree.ts'

/** A stretch of time in which no span runs, left out of the picture. */
export type Cut = { readonly fromNs: bigint; readonly toNs: bigint; readonly atCell: number }

/** Turns moments into cells of the bar column. */
export type TimeScale = {
  readonly cells: number
  readonly cuts: readonly Cut[]
  readonly cellOf: (momentNs: bigint) => number
  readonly nsPerCell: number
}

type Interval = { readonly fromNs: bigint; readonly toNs: bigint }

/** A pause is cut out when it is this many times as long as all the work: an outbox row may wait hours. */
const cutFactor = 4n
const cellsPerCut = 3

/** A scale that is linear but for the long pauses that it leaves out. */
export function createTimeScale(tree: TraceTree, cells: number): TimeScale {
  const pauses = longPauses(busyIntervals(tree), cells)
  const cutNs = pauses.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0n)
  const shownCells = Math.max(1, cells - pauses.length * cellsPerCut)
  const nsPerCell = Math.max(Number(tree.endNs - tree.startNs - cutNs) / shownCells, 1e-9)

  function cellOf(momentNs: bigint): number {
    let cell = 0
    let fromNs = tree.startNs
    for (const pause of pauses) {
      if (momentNs <= pause.fromNs) break
      cell += Number(pause.fromNs - fromNs) / nsPerCell + cellsPerCut
      fromNs = pause.toNs
    }
    return cell + Number(momentNs - fromNs) / nsPerCell
  }

  const cuts = pauses.map((pause) => ({ ...pause, atCell: Math.floor(cellOf(pause.fromNs) + 1) }))
  return { cells, cuts, cellOf, nsPerCell }
}

function busyIntervals(tree: TraceTree): Interval[] {
  const spans = [...walkTree(tree)].map(({ span }) => span)
  spans.sort((a, b) => (a.startNs < b.startNs ? -1 : Number(a.startNs > b.startNs)))
  const busy: { fromNs: bigint; toNs: bigint }[] = []
  for (const { startNs, endNs } of spans) {
    const last = busy.at(-1)
    if (!last || startNs > last.toNs) busy.push({ fromNs: startNs, toNs: endNs })
    else if (endNs > last.toNs) last.toNs = endNs
  }
  return busy
}

// Where most of the picture would be cuts, nothing is cut: the rhythm is then what there is to see.
function longPauses(busy: readonly Interval[], cells: number): Interval[] {
  const busyNs = busy.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0n)
  const pauses = busy
    .slice(1)
    .map(({ fromNs }, i) => ({ fromNs: busy[i]?.toNs ?? fromNs, toNs: fromNs }))
    .filter(({ fromNs, toNs }) => toNs - fromNs > busyNs * cutFactor)
  return pauses.length * cellsPerCut > cells / 2 ? [] : pauses
}

import type { TraceNode, TraceTree } from '../tree/trace-tree.ts'
import { walkTree } from '../tree/walk-tree.ts'
import { axisTicks, type Tick } from './axis-ticks.ts'
import { printable } from './fit-text.ts'
import { formatDuration } from './format-duration.ts'
import { notesOf } from './notes.ts'
import { createTimeScale, type TimeScale } from './time-scale.ts'

/** Where a bar lies: it runs from `from` to `to`, from `outlivesFrom` on after its parent, and waits from `waitsFrom`. */
export type Bar = {
  readonly from: number
  readonly to: number
  readonly outlivesFrom?: number
  readonly waitsFrom?: number
}

/** One span of the waterfall. */
export type PlotRow = {
  readonly node: TraceNode
  /** How deep it stands; 0 at the top. */
  readonly depth: number
  /** After the beginning of the picture. */
  readonly start: string
  readonly took: string
  readonly bar: Bar
  /** What no column can say: links, errors, why it stands at the top. */
  readonly notes: readonly string[]
}

/** The waterfall as numbers, for a page that draws it. */
export type TracePlot = {
  /** The width of the time axis, in the units of every position. */
  readonly width: number
  /** Top down, each span before its children. */
  readonly rows: readonly PlotRow[]
  readonly ticks: readonly Tick[]
  /** Pauses that are left out. */
  readonly cuts: readonly { readonly at: number; readonly took: string }[]
  /** The first span, when work goes on after its end. */
  readonly answer?: { readonly at: number; readonly name: string }
}

const unitsPerTick = 24
const unitsPerLetter = 3.2

/**
 * Lays the waterfall out on one time axis, as `renderTrace` does for a terminal.
 *
 * units: positions in parts of `width`, 200 unless told; durations as texts
 */
export function plotTrace(tree: TraceTree, { width = 200 } = {}): TracePlot {
  const scale = createTimeScale(tree, width)
  const [first] = tree.roots
  const depths = new Map<TraceNode, number>()
  const rows = [...walkTree(tree)].map((node) => {
    const depth = node.parent ? (depths.get(node.parent) ?? 0) + 1 : 0
    depths.set(node, depth)
    return plotRow(node, depth, { tree, scale })
  })
  return {
    width,
    rows,
    ticks: withRoom(
      axisTicks({ scale, startNs: tree.startNs, endNs: tree.endNs }, unitsPerTick),
      width,
    ),
    cuts: scale.cuts.map(({ atCell, fromNs, toNs }) => ({
      at: atCell,
      took: formatDuration(toNs - fromNs),
    })),
    ...(first && first.span.endNs < tree.endNs ? { answer: answerOf(first, scale) } : {}),
  }
}

/** Without those that would stand in the next one: the time behind a cut tells more than the one before it. */
function withRoom(ticks: Iterable<Tick>, width: number): readonly Tick[] {
  let free = width
  const fits = ({ at, label }: Tick) => {
    const hasRoom = at + label.length * unitsPerLetter <= free
    if (hasRoom) free = at - unitsPerLetter
    return hasRoom
  }
  return [...ticks].reverse().filter(fits).reverse()
}

type Around = { readonly tree: TraceTree; readonly scale: TimeScale }

function plotRow(node: TraceNode, depth: number, { tree, scale }: Around): PlotRow {
  const { startNs, endNs } = node.span
  return {
    node,
    depth,
    start: formatDuration(startNs - tree.startNs),
    took: formatDuration(endNs - startNs),
    bar: barOf(node, scale),
    notes: notesOf(node),
  }
}

function barOf({ span, parent, outlivesByNs, gapNs }: TraceNode, { cellOf }: TimeScale): Bar {
  const [from, to] = [cellOf(span.startNs), cellOf(span.endNs)]
  const parentEnd = parent ? cellOf(parent.span.endNs) : from
  return {
    from,
    to,
    ...(outlivesByNs > 0n ? { outlivesFrom: Math.max(from, parentEnd) } : {}),
    ...(gapNs > 0n ? { waitsFrom: parentEnd } : {}),
  }
}

function answerOf({ span }: TraceNode, { cellOf }: TimeScale) {
  return { at: cellOf(span.endNs), name: printable(span.name) }
}

import type { Span } from '../span.ts'
import type { TraceNode, TraceTree } from '../tree/trace-tree.ts'
import { type Columns, shareWidth } from './columns.ts'
import type { Row } from './lay-out.ts'
import { createPalette, type Palette } from './palette.ts'
import { rowText } from './row-text.ts'
import { createTimeScale, type TimeScale } from './time-scale.ts'

/** How the picture is drawn. */
export type RenderOptions = {
  /** ANSI colours, one per service. */
  readonly colour?: boolean
  /** The width to stay within, in cells; a terminal tells it as `process.stdout.columns`. */
  readonly width?: number
  /** A last line that explains the signs that were used. */
  readonly legend?: boolean
  /** A line of your own under the row of a span. */
  readonly remarks?: ReadonlyMap<Span, string>
}

/** What every part of the picture needs to know of the whole. */
export type Picture = {
  readonly tree: TraceTree
  readonly width: number
  readonly columns: Columns
  readonly scale: TimeScale
  readonly paint: Palette
  readonly remarks: ReadonlyMap<Span, string>
  /** The span whose end is the answer: the first one, if anything goes on after it. */
  readonly answer: TraceNode | undefined
}

/** Narrower than this there is no telling one span from another. */
const minWidth = 32

/** Decides everything that is decided once. */
export function createPicture(
  tree: TraceTree,
  rows: readonly Row[],
  options: RenderOptions,
): Picture {
  const width = Math.max(minWidth, Math.floor(options.width ?? 100))
  const columns = shareWidth(
    rows.map((row) => rowText(row, tree)),
    width,
  )
  const [first] = tree.roots
  return {
    tree,
    width,
    columns,
    scale: createTimeScale(tree, Math.max(1, columns.bar)),
    paint: createPalette(tree, options.colour ?? false),
    remarks: options.remarks ?? new Map(),
    answer: first && first.span.endNs < tree.endNs ? first : undefined,
  }
}

import type { Span } from '../span.ts'
import type { TraceNode, TraceTree } from '../tree/trace-tree.ts'
import { type Columns, shareWidth } from './columns.ts'
import { drawAxis } from './draw-axis.ts'
import { drawBar, signs } from './draw-bar.ts'
import { cut, fitLeft, fitRight, printable } from './fit-text.ts'
import { formatDuration } from './format-duration.ts'
import { layOut, type Row } from './lay-out.ts'
import { drawLegend } from './legend.ts'
import { notesOf } from './notes.ts'
import { createPalette, type Palette } from './palette.ts'
import { type RowText, rowText } from './row-text.ts'
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

type Picture = {
  readonly tree: TraceTree
  readonly columns: Columns
  readonly scale: TimeScale
  readonly paint: Palette
  readonly width: number
  readonly answer: TraceNode | undefined
  readonly remarks: ReadonlyMap<Span, string>
}

/**
 * Draws spans as a text waterfall, one row each, under their parents and along one time axis.
 *
 * shape: no line is wider than `width`, no control character of a span's name gets through
 * units: width in terminal cells, 100 by default
 */
export function renderTrace(
  tree: TraceTree,
  { colour = false, width = 100, legend = true, remarks = new Map() }: RenderOptions = {},
): string {
  if (tree.spanCount === 0) return 'no spans'
  const rows = [...layOut(tree)]
  const columns = shareWidth(
    rows.map((row) => rowText(row, tree)),
    width,
  )
  const scale = createTimeScale(tree, Math.max(1, columns.bar))
  const paint = createPalette(tree, colour)
  const picture = { tree, columns, scale, paint, width, answer: answerOf(tree), remarks }
  const body = tree.traceIds.flatMap((traceId) => drawTrace(traceId, rows, picture))
  const lines = legend ? [...body, ...drawLegend(picture, body.join(''))] : body
  return lines.map((line) => line.trimEnd()).join('\n')
}

/** The span whose end is the answer: the first one, if anything goes on after it. */
function answerOf({ roots, endNs }: TraceTree): TraceNode | undefined {
  const [first] = roots
  return first && first.span.endNs < endNs ? first : undefined
}

function drawTrace(traceId: string, allRows: readonly Row[], picture: Picture): string[] {
  const rows = allRows.filter(({ node }) => node.span.traceId === traceId)
  const head = drawHead(traceId, rows, picture)
  return [head, '', drawColumnHeads(picture), ...rows.flatMap((row) => drawRow(row, picture)), '']
}

function drawHead(traceId: string, rows: readonly Row[], { paint, width, tree }: Picture): string {
  const services = new Set(rows.map(({ node }) => node.span.service)).size
  const counts = [count(rows.length, 'span'), count(services, 'service')].join(' · ')
  const lasted = formatDuration(tree.endNs - tree.startNs)
  const text = cut(`trace ${printable(traceId)} · ${counts} · ${lasted}`, width)
  return paint.bold(text)
}

function count(howMany: number, what: string): string {
  return `${howMany} ${what}${howMany === 1 ? '' : 's'}`
}

function drawColumnHeads({ tree, columns, scale, paint }: Picture): string {
  const heads = { name: '', kind: 'kind', service: 'service', start: 'start', lasted: 'took' }
  const axis = columns.bar > 0 ? drawAxis(scale, tree.startNs, tree.endNs) : ''
  return paint.dim(joinColumns({ branch: '', ...heads }, columns, (text) => text) + axis)
}

function drawRow(row: Row, picture: Picture): string[] {
  const { columns, paint, tree, width, remarks } = picture
  const { span } = row.node
  const text = rowText(row, tree)
  const bar = columns.bar > 0 ? drawBarColumn(row.node, picture) : ''
  const line = joinColumns(text, columns, (cell, column) =>
    paintCell(cell, column, { paint, span }),
  )
  const notes = notesOf(row.node, remarks.get(span)).map((note) => {
    const whole = cut(row.stem + note, width)
    const stem = whole.slice(0, row.stem.length)
    return paint.dim(stem) + paintNote(whole.slice(stem.length), paint)
  })
  return [line + bar, ...notes]
}

type Column = keyof RowText

function joinColumns(
  text: RowText,
  columns: Columns,
  paintCell: (cell: string, column: Column) => string,
): string {
  const branch = cut(text.branch, Math.max(0, columns.name - 8))
  const cell = (column: Exclude<Column, 'branch' | 'name'>, place: typeof fitLeft) =>
    columns[column] === 0 ? '' : `${paintCell(place(text[column], columns[column]), column)}  `
  return [
    paintCell(branch, 'branch'),
    `${paintCell(fitLeft(text.name, columns.name - branch.length), 'name')}  `,
    cell('kind', fitLeft),
    cell('service', fitLeft),
    cell('start', fitRight),
    cell('lasted', fitRight),
  ].join('')
}

type Paints = { readonly paint: Palette; readonly span: TraceNode['span'] }

function paintCell(cell: string, column: Column, { paint, span }: Paints): string {
  switch (column) {
    case 'name':
      return span.status.code === 'ERROR' ? paint.bad(cell) : cell
    case 'service':
      return paint.service(span.service, cell)
    case 'lasted':
      return cell
    default:
      return paint.dim(cell)
  }
}

function paintNote(note: string, paint: Palette): string {
  return /^[✗◀]/.test(note) ? paint.bad(note) : paint.dim(note)
}

function drawBarColumn(node: TraceNode, { scale, paint, answer }: Picture): string {
  const cells = [...drawBar(node, scale)]
  const answeredAt = answer
    ? Math.min(scale.cells - 1, Math.round(scale.cellOf(answer.span.endNs)))
    : -1
  if (cells[answeredAt] === ' ') cells[answeredAt] = signs.answered
  return cells
    .join('')
    .replaceAll(/[━╺╸╍]+/g, (run) => paint.service(node.span.service, run))
    .replaceAll(/[┈⋯┊]+/g, (run) => paint.dim(run))
}

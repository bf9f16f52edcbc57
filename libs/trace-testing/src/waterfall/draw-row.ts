import type { Span } from '../span.ts'
import type { TraceNode } from '../tree/trace-tree.ts'
import type { Columns } from './columns.ts'
import { drawAxis } from './draw-axis.ts'
import { drawBar, signs } from './draw-bar.ts'
import { cellsOf, cut, fitLeft, fitRight } from './fit-text.ts'
import type { Row } from './lay-out.ts'
import { notesOf } from './notes.ts'
import type { Palette } from './palette.ts'
import type { Picture } from './picture.ts'
import { heads, type RowText, rowText } from './row-text.ts'

/** What a name keeps of its column, however deep it stands. */
const minName = 12

/** The names of the columns, and the axis. */
export function drawHeads({ tree, columns, scale, paint }: Picture): string {
  const axis = columns.bar > 0 ? drawAxis(scale, tree.startNs, tree.endNs) : ''
  return paint.dim((joinColumns(heads, columns, (text) => text) + axis).trimEnd())
}

/** The line of one span, and under it what the columns cannot say. */
export function drawRow(row: Row, picture: Picture): string[] {
  const { columns, paint, tree, remarks } = picture
  const { span } = row.node
  const line = joinColumns(rowText(row, tree), columns, (cell, column) =>
    paintCell(cell, column, { paint, span }),
  )
  const bar = columns.bar > 0 ? drawBarCells(row.node, picture) : ''
  const notes = notesOf(row.node, remarks.get(span))
  return [line + bar, ...notes.map((note) => drawNote(note, row.stem, picture))]
}

type Column = keyof RowText

function joinColumns(
  text: RowText,
  columns: Columns,
  paintText: (cell: string, column: Column) => string,
): string {
  const branch = shorten(text.branch, columns.name - Math.min(minName, cellsOf(text.name)))
  const cell = (column: Exclude<Column, 'branch' | 'name'>, place: typeof fitLeft) =>
    columns[column] === 0 ? '' : `${paintText(place(text[column], columns[column]), column)}  `
  return [
    paintText(branch, 'branch'),
    `${paintText(fitLeft(text.name, columns.name - branch.length), 'name')}  `,
    cell('kind', fitLeft),
    cell('service', fitLeft),
    cell('start', fitRight),
    cell('took', fitRight),
  ].join('')
}

// Deep down only the last branch is drawn: the name must still be readable.
function shorten(branch: string, cells: number): string {
  return branch.length <= cells
    ? branch
    : `${' '.repeat(Math.max(0, cells - 4))}…${branch.slice(-3)}`
}

type Paints = { readonly paint: Palette; readonly span: Span }

function paintCell(cell: string, column: Column, { paint, span }: Paints): string {
  switch (column) {
    case 'name':
      return span.status.code === 'ERROR' ? paint.bad(cell) : cell
    case 'service':
      return paint.service(span.service, cell)
    case 'took':
      return cell
    default:
      return paint.dim(cell)
  }
}

function drawNote(note: string, stem: string, { paint, width, columns }: Picture): string {
  const shortStem = shorten(stem, columns.name)
  const text = cut(note, width - shortStem.length)
  return paint.dim(shortStem) + (/^[✗◀]/.test(text) ? paint.bad(text) : paint.dim(text))
}

function drawBarCells(node: TraceNode, { scale, paint, answer }: Picture): string {
  const cells = [...drawBar(node, scale)]
  const answeredAt = answer ? Math.round(scale.cellOf(answer.span.endNs)) : -1
  const at = Math.min(answeredAt, cells.length - 1)
  if (cells[at] === ' ') cells[at] = signs.answered
  return cells
    .join('')
    .replaceAll(/[━╺╸╍]+/g, (run) => paint.service(node.span.service, run))
    .replaceAll(/[┈⋯┊]+/g, (run) => paint.dim(run))
}

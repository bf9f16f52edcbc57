import { cellsOf } from './fit-text.ts'
import { heads, type RowText } from './row-text.ts'

/** How many cells each column gets; 0 leaves it out. */
export type Columns = {
  readonly name: number
  readonly kind: number
  readonly service: number
  readonly start: number
  readonly took: number
  readonly bar: number
}

const space = 2
const minBar = 16
const maxBar = 96
const maxService = 20

/** What is left out, and how many cells the names must have for that to be enough. */
const steps: readonly (readonly [dropped: readonly (keyof Widths)[], minName: number])[] = [
  [[], 24],
  [['kind'], 24],
  [['kind', 'start'], 24],
  [['kind', 'start', 'service'], 12],
]

/** Shares the width out: narrow places lose kind, start and service, in this order, then the bar. */
export function shareWidth(rows: readonly RowText[], width: number): Columns {
  const texts = [heads, ...rows]
  const wanted = {
    name: widest(texts, (text) => text.branch + text.name),
    kind: widest(texts, (text) => text.kind),
    service: Math.min(
      maxService,
      widest(texts, (text) => text.service),
    ),
    start: widest(texts, (text) => text.start),
    took: widest(texts, (text) => text.took),
  }
  for (const [dropped, minName] of steps) {
    const kept = { ...wanted, ...Object.fromEntries(dropped.map((column) => [column, 0])) }
    const name = nameWidth(kept, width)
    if (name >= Math.min(minName, wanted.name)) return withBar({ ...kept, name }, width)
  }
  const name = width - wanted.took - space * 2
  return { name, kind: 0, service: 0, start: 0, took: wanted.took, bar: 0 }
}

type Widths = Omit<Columns, 'bar'>

function widest(rows: readonly RowText[], textOf: (row: RowText) => string): number {
  return rows.reduce((most, row) => Math.max(most, cellsOf(textOf(row))), 0)
}

// The bar gets a fifth at least: names are cut before the picture is.
function nameWidth(widths: Widths, width: number): number {
  const bar = Math.max(minBar, Math.floor(width / 5))
  return Math.min(widths.name, width - others(widths) - bar - space)
}

function withBar(widths: Widths, width: number): Columns {
  const bar = width - widths.name - others(widths) - space
  return { ...widths, bar: Math.min(maxBar, bar) }
}

function others({ kind, service, start, took }: Widths): number {
  return [kind, service, start, took].reduce((sum, cells) => sum + (cells && cells + space), 0)
}

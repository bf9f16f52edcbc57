import '@tailspan/trace-testing/vitest'
import { readFileSync, writeFileSync } from 'node:fs'
import { eventually } from '@tailspan/testkit'
import { buildTree, renderTrace, type Span } from '@tailspan/trace-testing'
import { expect } from 'vitest'
import { config } from './config.ts'
import { patience } from './jaeger-traces.ts'

const page = new URL('../../docs/faults.md', import.meta.url)

/** What of a trace is not the same each time. */
export type DrawnOptions = {
  /** Spans that come or do not come; what is under them neither. */
  readonly apartFrom?: readonly string[]
}

/**
 * Waits until Jaeger has the trace that docs/faults.md draws below a heading; `read` asks it for all that is drawn there.
 *
 * With TAILSPAN_DRAW_FAULTS=yes what Jaeger has is drawn there first. Siblings that are alike count once: how often
 * a record was sent, and so processed, is decided by microseconds.
 */
export async function expectDrawn(
  heading: string,
  read: () => Promise<readonly Span[]>,
  { apartFrom = [] }: DrawnOptions = {},
): Promise<void> {
  if (config.drawFaults) redraw(heading, await read())
  const rows = drawnIn(readFileSync(page, 'utf8'), heading).split('\n').flatMap(readRow)
  const isFirm = ({ words }: Row) => !apartFrom.some((name) => words.startsWith(`${name} `))
  const tree = toLines(mergeAlike(toForest(rows), isFirm)).join('\n')
  await eventually(async () => expect(await read()).toHaveSpanTree(tree), patience)
}

type Row = { readonly depth: number; readonly words: string; readonly below: Row[] }

const drawing = /^```text\n(.*?)^```$/ms
// Of the statements, those that say what is stored.
const told = ['BATCH INSERT orders outbox', 'INSERT orders', 'INSERT outbox']

function drawnIn(text: string, heading: string): string {
  const [, drawn] = drawing.exec(sectionOf(text, heading)) ?? []
  if (!drawn) throw new Error(`docs/faults.md draws no trace below "${heading}"`)
  return drawn
}

function redraw(heading: string, spans: readonly Span[]): void {
  const text = readFileSync(page, 'utf8')
  const section = sectionOf(text, heading)
  const shown = spans.filter((span) => !('db.system.name' in span.attributes) || isTold(span))
  const drawn = renderTrace(buildTree(shown), { legend: false })
  const block = `\`\`\`text\n${drawn}\n\`\`\``
  writeFileSync(
    page,
    text.replace(section, () => section.replace(drawing, () => block)),
  )
}

function isTold({ name, service }: Span): boolean {
  return service === 'order' && told.includes(name)
}

function sectionOf(text: string, heading: string): string {
  return text.split(/^(?=## )/m).find((part) => part.startsWith(`## ${heading}\n`)) ?? ''
}

/** A row of the drawing without its times; what stands below it about links and errors is no row. */
function readRow(line: string): Row[] {
  const row = /^([\s│├└─]*)(\S.*?)(?: ✗)?\s+(SERVER|CLIENT|PRODUCER|CONSUMER|INTERNAL)\s+(\S+)/
  const [, branch = '', name, kind, service] = row.exec(line) ?? []
  return name ? [{ depth: branch.length / 3, words: `${name} ${kind} ${service}`, below: [] }] : []
}

function toForest(rows: readonly Row[]): Row[] {
  const roots: Row[] = []
  const path: Row[] = []
  for (const row of rows) {
    path.length = row.depth
    const above = path.at(-1)?.below ?? roots
    above.push(row)
    path.push(row)
  }
  return roots
}

/** Of siblings with the same words one with all that any of them has below it. */
function mergeAlike(rows: readonly Row[], isFirm: (row: Row) => boolean): Row[] {
  const alike = Map.groupBy(rows.filter(isFirm), ({ words }) => words)
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (!first) return []
    const below = [first, ...others].flatMap((row) => row.below)
    return [{ ...first, below: mergeAlike(below, isFirm) }]
  })
}

function toLines(rows: readonly Row[]): string[] {
  return rows.flatMap(({ depth, words, below }) => ['  '.repeat(depth) + words, ...toLines(below)])
}

import type { HtmlTag } from '../html/html-tag.ts'

type Piece = { readonly x: number; readonly width: number }

export type WaterfallRow = {
  readonly key: string
  readonly name: string
  readonly kind: string
  readonly service: string
  readonly colour: number
  readonly depth: number
  readonly start: string
  readonly took: string
  readonly hasFailed: boolean
  readonly isSelected: boolean
  readonly hasChildren: boolean
  readonly position: number
  readonly siblings: number
  readonly href: string
  readonly runs: Piece
  readonly outlives: Piece
  readonly waits: Piece
  readonly notes: readonly string[]
  readonly links: readonly { readonly sign: string; readonly text: string; readonly href: string }[]
}

type Around = {
  readonly marks: { readonly cuts: string; readonly answer: string }
  readonly isFolded: boolean
}

const indent = 14
/** Deeper than this a name would leave its column. */
const deepest = 14

/** One span: what it is, how long it took, when it ran, what it links to. */
export function waterfallRow(
  html: HtmlTag,
  row: WaterfallRow,
  { marks, isFolded }: Around,
): unknown {
  const expanded = row.hasChildren ? String(!isFolded) : 'undefined'
  return html`<div role="row" class="row span s${row.colour}${row.hasFailed ? ' failed' : ''}" data-key="${row.key}" tabindex="-1" aria-level="${row.depth + 1}" aria-posinset="${row.position}" aria-setsize="${row.siblings}" aria-expanded="${expanded}" aria-selected="${String(row.isSelected)}">
<div role="gridcell" class="name"><svg class="indent" width="${indent * Math.min(row.depth, deepest)}" height="1" aria-hidden="true"></svg><span class="fold" aria-hidden="true">${foldSign(row, isFolded)}</span><a href="${row.href}" data-inplace tabindex="-1" title="${row.name}">${row.name}</a>${row.hasFailed ? html`<span class="bad"> ✗</span>` : undefined}</div>
<div role="gridcell" class="kind">${row.kind}</div><div role="gridcell" class="service">${row.service}</div>
<div role="gridcell" class="start">${row.start}</div><div role="gridcell" class="took">${row.took}</div>
<div role="gridcell" class="bar"><span class="sr">${barWords(row)}</span><svg viewBox="0 0 200 10" preserveAspectRatio="none" aria-hidden="true"><path class="answer" d="${marks.answer}"/><rect class="waits" x="${row.waits.x}" y="4.2" width="${row.waits.width}" height="1.6"/><rect class="runs" x="${row.runs.x}" y="2" width="${row.runs.width}" height="6"/><rect class="outlives" x="${row.outlives.x}" y="2" width="${row.outlives.width}" height="6"/><path class="cut" d="${marks.cuts}"/></svg></div>
${row.notes.length + row.links.length > 0 ? notes(html, row) : undefined}</div>`
}

function foldSign({ hasChildren }: WaterfallRow, isFolded: boolean): string {
  if (!hasChildren) return ''
  return isFolded ? '▸' : '▾'
}

/** The bar for those who do not see it. */
function barWords({ waits, outlives }: WaterfallRow): string {
  const words = [
    ...(waits.width > 0 ? ['waits to start'] : []),
    'runs',
    ...(outlives.width > 0 ? ['goes on after its parent has ended'] : []),
  ]
  return words.join(', ')
}

function notes(html: HtmlTag, row: WaterfallRow): unknown {
  return html`<div role="gridcell" class="notes">${row.notes.map(
    (note) => html`<span class="note${note.startsWith('✗') ? ' bad' : ''}">${note}</span>`,
  )}${row.links.map(
    ({ sign, text, href }) =>
      html`<span class="note">${sign} <a href="${href}" tabindex="-1">${text}</a></span>`,
  )}</div>`
}

import type { HtmlTag, ViewState } from '../html/html-tag.ts'
import { traceHref } from './trace-href.ts'
import type { Waterfall } from './waterfall-data.ts'
import { waterfallLegend } from './waterfall-legend.ts'
import { waterfallParts } from './waterfall-parts.ts'
import { type WaterfallRow, waterfallRow } from './waterfall-row.ts'

/** Spans under their parents on one time axis; linked traces stand below each other. */
export function waterfall(html: HtmlTag, data: Waterfall, { folded }: ViewState): unknown {
  const marks = marksOf(data)
  return html`<div class="waterfall">${waterfallParts(html, data)}
<div role="treegrid" class="grid" aria-label="Spans of the trace" aria-readonly="true">
<div role="rowgroup" class="heads"><div role="row" class="row head">
<div role="columnheader" class="name">span</div><div role="columnheader" class="kind">kind</div>
<div role="columnheader" class="service">service</div><div role="columnheader" class="start">start</div>
<div role="columnheader" class="took">took</div><div role="columnheader" class="bar"><span class="sr">when it ran</span>${axis(html, data)}</div>
</div></div>
${data.groups.map(
  ({
    traceId,
    isOwn,
    isLinked,
    rows,
  }) => html`<div role="rowgroup" class="trace" aria-label="trace ${traceId}">
${isOwn ? undefined : html`<div role="row" class="row title"><div role="gridcell" class="whole">${isLinked ? 'linked trace' : 'trace'} <a href="${traceHref(traceId)}"><code>${traceId}</code></a></div></div>`}
${visible(rows, folded).map((row) => waterfallRow(html, row, { marks, isFolded: folded.has(row.key) }))}</div>`,
)}
</div>
${waterfallParts(html, data)}${waterfallLegend(html, data)}
</div>`
}

/** Rows that stand below a folded one are left out. */
function visible(rows: readonly WaterfallRow[], folded: ReadonlySet<string>): WaterfallRow[] {
  if (folded.size === 0) return [...rows]
  let hiddenBelow = Number.POSITIVE_INFINITY
  return rows.filter(({ key, depth }) => {
    if (depth > hiddenBelow) return false
    hiddenBelow = folded.has(key) ? depth : Number.POSITIVE_INFINITY
    return true
  })
}

/** The lines that go through every row: where time is cut out, where the first span ended. */
function marksOf({ cuts, answer }: Waterfall) {
  const line = (at: number) => `M${at} 0V10`
  return { cuts: cuts.map(({ at }) => line(at)).join(''), answer: answer ? line(answer.at) : '' }
}

function axis(html: HtmlTag, { ticks, width }: Waterfall): unknown {
  return ticks.map(
    ({ at, label }) =>
      html`<svg class="tick" aria-hidden="true"><text x="${percent(at, width)}%" y="13">${label}</text></svg>`,
  )
}

function percent(at: number, width: number): string {
  return ((100 * at) / width).toFixed(2)
}

import type { HtmlTag, View } from '../../html/html-tag.ts'
import { type SpanDetail, spanDetail } from '../../views/span-detail.ts'
import { waterfall } from '../../views/waterfall.ts'
import type { Waterfall } from '../../views/waterfall-data.ts'

export type TraceData = {
  readonly traceId: string
  readonly status: string | undefined
  readonly completeness: {
    readonly kind: string
    readonly text: string
    readonly lacks: readonly string[]
  }
  readonly waterfall: Waterfall | undefined
  readonly detail: SpanDetail | undefined
  readonly jaegerUrl: string | undefined
}

export const view: View<TraceData> = (html, data, state) => html`
<h1>Trace <code>${data.traceId}</code></h1>
<p class="facts">${data.status ? html`<span class="badge ${data.status}">${data.status}</span>` : undefined}
<span class="badge ${data.completeness.kind}" id="completeness">${data.completeness.text}</span>
${data.jaegerUrl ? html`<a href="${data.jaegerUrl}">in Jaeger</a>` : undefined}</p>
${missing(html, data.completeness.lacks)}
${data.waterfall ? waterfall(html, data.waterfall, state) : html`<p class="quiet">The page draws the trace as soon as its first span arrives: services send their spans once a second.</p>`}
${data.detail ? spanDetail(html, data.detail) : undefined}`

function missing(html: HtmlTag, lacks: readonly string[]): unknown {
  if (lacks.length === 0) return undefined
  return html`<details class="lacks" id="lacks"><summary>It lacks ${lacks[0]}${lacks.length > 1 ? ` and ${lacks.length - 1} more` : ''}</summary>
<ul>${lacks.map((one) => html`<li>${one}</li>`)}</ul></details>`
}

import type { HtmlTag } from '../html/html-tag.ts'

type Pair = readonly [key: string, text: string]

export type SpanDetail = {
  readonly name: string
  readonly kind: string
  readonly service: string
  readonly spanId: string
  readonly traceId: string
  readonly scope: string
  /** The page of the trace without this. */
  readonly backHref: string
  readonly startedAt: string
  readonly took: string
  readonly status: string
  readonly attributes: readonly Pair[]
  readonly resource: readonly Pair[]
  readonly events: readonly {
    readonly name: string
    readonly at: string
    readonly attributes: readonly Pair[]
  }[]
  /** Undefined where the runner does not have the logs. */
  readonly logs:
    | readonly { readonly level: string; readonly event: string; readonly text: string }[]
    | undefined
  readonly jaegerUrl: string | undefined
}

/** Everything about one span. */
export function spanDetail(html: HtmlTag, span: SpanDetail): unknown {
  return html`<section class="detail" id="detail" aria-labelledby="detail-title">
<h2 id="detail-title">${span.name} <span class="quiet">${span.kind} of ${span.service}</span></h2>
<p class="facts"><span>took ${span.took}</span><span>began ${span.startedAt}</span><span>status ${span.status}</span>
${span.jaegerUrl ? html`<a href="${span.jaegerUrl}">in Jaeger</a>` : undefined}
<a href="${span.backHref}" data-inplace>Close</a></p>
<div class="columns">
<div><h3>Attributes</h3>${pairs(html, span.attributes)}</div>
<div><h3>Events</h3>${events(html, span)}<h3>Log lines</h3>${logs(html, span)}</div>
</div>
<details id="process"><summary>Process and ids</summary>${pairs(html, [
    ['trace id', span.traceId],
    ['span id', span.spanId],
    ['instrumentation', span.scope],
    ...span.resource,
  ])}</details>
</section>`
}

function pairs(html: HtmlTag, list: readonly Pair[]): unknown {
  if (list.length === 0) return html`<p class="quiet">None.</p>`
  return html`<dl class="pairs">${list.map(
    ([key, text]) => html`<div><dt>${key}</dt><dd>${text}</dd></div>`,
  )}</dl>`
}

function events(html: HtmlTag, { events: list }: SpanDetail): unknown {
  if (list.length === 0) return html`<p class="quiet">None.</p>`
  return html`<ul class="events">${list.map(
    ({ name, at, attributes }) =>
      html`<li><strong>${name}</strong> after ${at}${attributes.length > 0 ? pairs(html, attributes) : undefined}</li>`,
  )}</ul>`
}

function logs(html: HtmlTag, { logs: lines }: SpanDetail): unknown {
  if (!lines)
    return html`<p class="quiet">The engine has the logs: <code>docker compose logs</code>.</p>`
  if (lines.length === 0) return html`<p class="quiet">No line was written inside of this span.</p>`
  return html`<ul class="logs">${lines.map(
    ({ level, event, text }) =>
      html`<li><span class="badge ${level}">${level}</span> <strong>${event}</strong> <code>${text}</code></li>`,
  )}</ul>`
}

import type { HtmlTag } from '../html/html-tag.ts'

export type OrderRow = {
  readonly traceId: string
  readonly href: string
  readonly placedAt: string
  readonly answer: string
  readonly status: string
  readonly spans: string
  readonly isComplete: boolean
}

/** Orders, one line each, newest first. */
export function orderList(html: HtmlTag, orders: readonly OrderRow[]): unknown {
  if (orders.length === 0) return html`<p class="quiet">No order yet.</p>`
  return html`<div class="scroll" role="region" aria-label="Orders" tabindex="0"><table class="list">
<thead><tr><th>placed</th><th>status</th><th>answer</th><th>trace</th><th>spans</th></tr></thead>
<tbody>${orders.map(
    (order) => html`<tr>
<td>${order.placedAt}</td>
<td><span class="badge ${order.status}">${order.status}</span></td>
<td>${order.answer}</td>
<td><a href="${order.href}"><code>${order.traceId.slice(0, 8)}</code></a></td>
<td>${order.spans}${order.isComplete ? '' : ' …'}</td></tr>`,
  )}</tbody></table></div>`
}

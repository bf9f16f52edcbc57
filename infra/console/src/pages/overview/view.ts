import type { HtmlTag, View } from '../../html/html-tag.ts'
import { type BacklogData, backlog } from '../../views/backlog.ts'
import { burstForm } from '../../views/burst-form.ts'
import { orderForm } from '../../views/order-form.ts'
import { type OrderRow, orderList } from '../../views/order-list.ts'
import { type SwitchesData, switches } from '../../views/switches.ts'

type Part = {
  readonly name: string
  readonly place: string
  readonly state: string
  readonly debugUrl?: string
}

export type OverviewData = {
  readonly parts: readonly Part[]
  /** Why nothing can be done here. */
  readonly readOnly: string | undefined
  readonly backlog: BacklogData
  readonly switches: SwitchesData
  readonly orders: readonly OrderRow[]
  readonly orderCount: number
  readonly kept: string
}

export const view: View<OverviewData> = (html, data) => html`
<h1>Overview</h1>
<div class="columns">
${data.readOnly ? undefined : place(html)}
<section aria-labelledby="parts"><h2 id="parts">Parts of the system</h2>
<ul class="parts">${data.parts.map((part) => partRow(html, part))}</ul>
</section>
<section aria-labelledby="waits"><h2 id="waits">What waits</h2>${backlog(html, data.backlog)}</section>
</div>
${data.readOnly ? undefined : html`<section aria-labelledby="switches"><h2 id="switches">Strategy and faults</h2>${switches(html, data.switches)}</section>`}
<section aria-labelledby="newest"><h2 id="newest">Newest orders</h2>
${orderList(html, data.orders)}
<p class="quiet">${data.orderCount > data.orders.length ? html`<a href="/orders">All orders</a> · ` : undefined}${data.kept}</p>
</section>`

function place(html: HtmlTag): unknown {
  return html`<section aria-labelledby="place"><h2 id="place">Place an order</h2>
${orderForm(html)}
<h3>Many at a rate</h3>
${burstForm(html)}
</section>`
}

function partRow(html: HtmlTag, { name, place, state, debugUrl }: Part): unknown {
  return html`<li><span class="dot ${state.replace(' ', '-')}"></span>
<span class="part">${name}</span><span class="state">${state}</span>
<span>${place.startsWith('http') ? html`<a href="${place}">${place}</a>` : html`<span class="place">${place}</span>`}${debugUrl ? html` <a href="${debugUrl}" aria-label="debug listener of ${name}">debug</a>` : undefined}</span></li>`
}

import type { View } from '../../html/html-tag.ts'
import { burstForm } from '../../views/burst-form.ts'
import { orderForm } from '../../views/order-form.ts'
import { type OrderRow, orderList } from '../../views/order-list.ts'

type Part = { readonly name: string; readonly place: string; readonly state: string }

export type OverviewData = {
  readonly parts: readonly Part[]
  readonly mailUrl: string
  readonly orders: readonly OrderRow[]
  readonly orderCount: number
  readonly kept: string
}

export const view: View<OverviewData> = (html, data) => html`
<h1>Overview</h1>
<div class="columns">
<section aria-labelledby="place"><h2 id="place">Place an order</h2>
${orderForm(html)}
<h3>Many at a rate</h3>
${burstForm(html)}
</section>
<section aria-labelledby="parts"><h2 id="parts">Parts of the system</h2>
<ul class="parts">${data.parts.map(
  ({ name, place, state }) => html`<li><span class="dot ${state.replace(' ', '-')}"></span>
<span class="part">${name}</span><span class="state">${state}</span>
${place.startsWith('http') ? html`<a href="${place}">${place}</a>` : html`<span class="place">${place}</span>`}</li>`,
)}</ul>
</section>
</div>
<section aria-labelledby="newest"><h2 id="newest">Newest orders</h2>
${orderList(html, data.orders)}
<p class="quiet">${data.orderCount > data.orders.length ? html`<a href="/orders">All orders</a> · ` : undefined}${data.kept}</p>
</section>`

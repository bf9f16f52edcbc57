import type { View } from '../../html/html-tag.ts'
import { type OrderRow, orderList } from '../../views/order-list.ts'

export type OrdersData = { readonly orders: readonly OrderRow[]; readonly kept: string }

export const view: View<OrdersData> = (html, { orders, kept }) => html`
<h1>Orders</h1>
${orderList(html, orders)}
<p class="quiet">Newest first, ${orders.length} of them. ${kept}</p>`

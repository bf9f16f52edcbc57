import type { Page } from '../../server/page.ts'
import { keptNote } from '../../state/kept-note.ts'
import { toOrderRow } from './to-order-row.ts'
import { type OrdersData, view } from './view.ts'

const shownOrders = 200

/** The orders whose traces are still kept. */
export const ordersPage: Page<OrdersData> = {
  path: '/orders',
  nav: 'Orders',
  view,
  viewFile: 'pages/orders/view.ts',
  async load({ runner, orders }) {
    const data = {
      orders: orders.newest(shownOrders).map(toOrderRow),
      kept: keptNote(runner.store),
    }
    return { title: 'Orders', data, watches: ['orders'] }
  },
}

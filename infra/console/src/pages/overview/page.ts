import type { Page } from '../../server/page.ts'
import { keptNote } from '../../state/kept-note.ts'
import { toOrderRow } from '../orders/to-order-row.ts'
import { type OverviewData, view } from './view.ts'

const shownOrders = 10

/** Where a reader begins: the parts of the system, one button, the newest orders. */
export const overviewPage: Page<OverviewData> = {
  path: '/',
  nav: 'Overview',
  view,
  viewFile: 'pages/overview/view.ts',
  async load({ runner, orders, parts }) {
    const data = {
      parts: await parts.now(),
      mailUrl: runner.mailUrl,
      orders: orders.newest(shownOrders).map(toOrderRow),
      orderCount: orders.count,
      kept: keptNote(runner.store),
    }
    return { title: 'Overview', data, watches: ['parts', 'orders'] }
  },
}

import type { Page } from '../../server/page.ts'
import { keptNote } from '../../state/kept-note.ts'
import { toOrderRow } from '../orders/to-order-row.ts'
import { toBacklogData } from './to-backlog-data.ts'
import { type OverviewData, view } from './view.ts'

const shownOrders = 10

/** Where a reader begins: what can be done, the parts of the system, what waits, the newest orders. */
export const overviewPage: Page<OverviewData> = {
  path: '/',
  nav: 'Overview',
  view,
  viewFile: 'pages/overview/view.ts',
  async load({ runner, orders, parts, backlog, lab }) {
    const { whyNot } = lab.system
    const data = {
      parts: await parts.now(),
      readOnly: runner.readOnly,
      backlog: toBacklogData(backlog.now()),
      switches: { whyNot, state: lab.system.state(), trouble: lab.system.trouble },
      orders: orders.newest(shownOrders).map(toOrderRow),
      orderCount: orders.count,
      kept: keptNote(runner.store),
    }
    return { title: 'Overview', data, watches: ['parts', 'orders', 'backlog', 'faults'] }
  },
}

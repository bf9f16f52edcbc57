import type { Page } from '../../server/page.ts'
import { readFamily, topicsOfFamily } from '../../waterfall/read-family.ts'
import { readSpanDetail } from '../../waterfall/span-detail.ts'
import { toWaterfall } from '../../waterfall/to-waterfall.ts'
import { readCompleteness } from './completeness.ts'
import { type TraceData, view } from './view.ts'

/** The waterfall of one order, or of any trace that is kept; `?span=` opens one of its spans, `?rows=` a part of a long one. */
export const tracePage: Page<TraceData> = {
  path: '/traces/:traceId',
  view,
  viewFile: 'pages/trace/view.ts',
  async load({ runner, orders }, { params: { traceId = '' }, query }) {
    if (runner.store.trace(traceId).length === 0) await runner.recall?.(traceId)
    const spans = readFamily(runner.store, traceId)
    const shown = query.get('span')
    const drawn = { of: traceId, selected: shown, part: { from: query.get('rows') } }
    const selected = spans.find(({ spanId }) => spanId === shown)
    const order = orders.find(traceId)
    const data = {
      traceId,
      status: order?.status,
      completeness: readCompleteness(runner, traceId),
      waterfall: spans.length > 0 ? toWaterfall(spans, drawn) : undefined,
      detail: selected ? await readSpanDetail(selected, { runner, of: traceId }) : undefined,
      jaegerUrl: runner.tracePage?.(traceId),
    }
    const watches = topicsOfFamily(traceId, spans)
    return { title: `Trace ${traceId.slice(0, 8)}`, data, watches }
  },
}

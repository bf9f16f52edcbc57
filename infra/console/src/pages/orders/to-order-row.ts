import type { OrderSummary } from '../../state/order-index.ts'
import type { OrderRow } from '../../views/order-list.ts'

/** An order as a line of a list. */
export function toOrderRow(order: OrderSummary): OrderRow {
  const { traceId, placedAtMs, answer, answeredMs, status, spanCount, isComplete } = order
  return {
    ...{ traceId, status, isComplete },
    href: `/traces/${encodeURIComponent(traceId)}`,
    placedAt: new Date(placedAtMs).toLocaleTimeString('en-GB'),
    answer: `${answer} after ${answeredMs.toFixed(answeredMs < 10 ? 1 : 0)} ms`,
    spans: String(spanCount),
  }
}

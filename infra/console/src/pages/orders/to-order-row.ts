import type { OrderSummary } from '../../state/order-index.ts'
import type { OrderRow } from '../../views/order-list.ts'
import { timeOfDay } from '../../views/time-of-day.ts'
import { traceHref } from '../../views/trace-href.ts'

/** An order as a line of a list. */
export function toOrderRow(order: OrderSummary): OrderRow {
  const { traceId, placedAtMs, answer, answeredMs, status, spanCount, isComplete } = order
  return {
    traceId,
    status,
    isComplete,
    href: traceHref(traceId),
    placedAt: timeOfDay(placedAtMs),
    answer: `${answer} after ${answeredMs.toFixed(answeredMs < 10 ? 1 : 0)} ms`,
    spans: String(spanCount),
  }
}

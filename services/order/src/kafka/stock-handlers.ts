import { type EventsOf, events } from '@tailspan/contracts'
import type { Handlers } from '@tailspan/kafka'
import type { SettleOrder } from '../domain/settle-order.ts'

type Consumed = 'stock.held' | 'stock.short'

/** What the order service does with the events of stock. */
export function stockHandlers(settleOrder: SettleOrder): Handlers<EventsOf<Consumed>> {
  return {
    'stock.held': {
      schema: events['stock.held'],
      handle: ({ id, data: { orderId } }, scope) => settleOrder({ messageId: id, orderId }, scope),
    },
    'stock.short': {
      schema: events['stock.short'],
      handle: ({ id, data: { orderId, missing } }, scope) =>
        settleOrder({ messageId: id, orderId, missing }, scope),
    },
  }
}

import { type EventsOf, events } from '@tailspan/contracts'
import type { Handlers } from '@tailspan/kafka'
import type { HoldStock } from '../domain/hold-stock.ts'

type Consumed = 'order.placed'

/** What inventory does with the events of orders. */
export function orderHandlers(holdStock: HoldStock): Handlers<EventsOf<Consumed>> {
  return {
    'order.placed': {
      schema: events['order.placed'],
      handle: ({ id, data: { orderId, lines } }, scope) =>
        holdStock({ messageId: id, orderId, lines }, scope),
    },
  }
}

import type { PlaceOrderRequest } from '@tailspan/contracts'
import { all, type Scope } from '@tailspan/scope'
import { type Order, orderPlaced } from './order.ts'
import type { OrderPublisher } from './order-publisher.ts'
import type { OrderStore } from './order-store.ts'
import type { Prices, Stock } from './peers.ts'

type Needs = {
  readonly stock: Stock
  readonly prices: Prices
  readonly orders: OrderStore
  readonly publisher: OrderPublisher
  readonly now: () => Date
  readonly newId: () => string
}

export type PlaceOrder = (request: PlaceOrderRequest, scope: Scope) => Promise<Order>

/** Until the commit the request's cancellation counts; from the commit on the order goes on alone. */
export function createPlaceOrder({ stock, prices, orders, publisher, now, newId }: Needs) {
  return async function placeOrder(request: PlaceOrderRequest, scope: Scope): Promise<Order> {
    const [, quote] = await all(scope, [
      (subtask: Scope) => stock.look(request.lines, subtask),
      (subtask: Scope) => prices.quote(request.lines, subtask),
    ])
    const order: Order = {
      ...{ id: newId(), email: request.customer.email, lines: request.lines },
      ...{ totalCents: quote.totalCents, currency: quote.currency },
      ...{ status: 'placed', placedAt: now(), placedEventId: newId() },
    }
    const event = orderPlaced(order)
    using slot = publisher.reserve()
    await orders.add(order, (_, tx) => slot.store(event, tx, scope), scope)
    slot.publish(event, scope)
    return order
  }
}

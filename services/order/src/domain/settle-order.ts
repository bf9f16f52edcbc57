import type { Scope } from '@tailspan/scope'
import { type OrderEvent, orderSettled } from './order.ts'
import type { OrderPublisher } from './order-publisher.ts'
import type { OrderStore } from './order-store.ts'

type Needs<Tx> = {
  readonly orders: OrderStore<Tx>
  /** One that stores: a consumer's offset moves after the commit, not after the send. */
  readonly publisher: OrderPublisher<Tx>
  readonly now: () => Date
  readonly newId: () => string
}

/** What inventory has decided about an order's stock, and the id of its event. */
export type StockDecision = {
  readonly messageId: string
  readonly orderId: string
  readonly missing?: readonly string[]
}

export type SettleOrder = (decision: StockDecision, scope: Scope) => Promise<void>

export function createSettleOrder<Tx>({ orders, publisher, now, newId }: Needs<Tx>): SettleOrder {
  return async function settleOrder({ missing, ...decision }, scope) {
    const reason = missing && `out of stock: ${missing.join(', ')}`
    const settlement = { ...decision, settledAt: now(), settledEventId: newId() }
    using slot = publisher.reserve()
    let event: OrderEvent | undefined
    await orders.settle(
      reason ? { ...settlement, reason } : settlement,
      (order, tx) => {
        event = orderSettled(order)
        slot.store(event, tx, scope)
      },
      scope,
    )
    if (event) slot.publish(event, scope)
  }
}

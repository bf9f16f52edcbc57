import type { Scope } from '@tailspan/scope'
import { type OrderEvent, orderSettled } from './order.ts'
import type { OrderPublisher } from './order-publisher.ts'
import type { OrderStore } from './order-store.ts'

type Needs = {
  readonly orders: OrderStore
  /** One that stores: a consumer's offset moves after the commit, not after the send. */
  readonly publisher: OrderPublisher
  readonly now: () => Date
  readonly newId: () => string
}

/** What inventory said, and the id under which it said it. */
export type StockDecision = {
  readonly messageId: string
  readonly orderId: string
  readonly missing?: readonly string[]
}

export type SettleOrder = (decision: StockDecision, scope: Scope) => Promise<void>

export function createSettleOrder({ orders, publisher, now, newId }: Needs): SettleOrder {
  return async function settleOrder({ missing, ...decision }, scope) {
    const reason = missing && `out of stock: ${missing.join(', ')}`
    const settlement = { ...decision, settledAt: now(), settledEventId: newId() }
    using slot = publisher.reserve()
    let said: OrderEvent | undefined
    await orders.settle(
      reason ? { ...settlement, reason } : settlement,
      async (order, tx) => {
        said = orderSettled(order)
        await slot.store(said, tx, scope)
      },
      scope,
    )
    if (said) slot.publish(said, scope)
  }
}

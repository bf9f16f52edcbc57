import type { Scope } from '@tailspan/scope'
import { OrderNotFound } from './errors.ts'
import { type OrderEvent, orderSettled } from './order.ts'
import type { OrderStore } from './order-store.ts'

/** Says an event and waits until Kafka has it. */
export type Announce = (event: OrderEvent, scope: Scope) => Promise<void>

type Needs = {
  readonly orders: OrderStore
  readonly announce: Announce
  readonly now: () => Date
  readonly newId: () => string
}

export type StockDecision = { readonly orderId: string; readonly missing?: readonly string[] }

export type SettleOrder = (decision: StockDecision, scope: Scope) => Promise<void>

export function createSettleOrder({ orders, announce, now, newId }: Needs): SettleOrder {
  return async function settleOrder({ orderId, missing }, scope) {
    const reason = missing && `out of stock: ${missing.join(', ')}`
    const settlement = { orderId, settledAt: now(), settledEventId: newId() }
    const order = await orders.settle(reason ? { ...settlement, reason } : settlement, scope)
    if (!order) throw new OrderNotFound(orderId)
    // Also when it was settled before: a crash between commit and send must not lose the event.
    await announce(orderSettled(order), scope)
  }
}

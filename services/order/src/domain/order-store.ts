import type { Scope } from '@tailspan/scope'
import type { Order, SettledOrder } from './order.ts'

/** How an order ends; `reason` only when it is rejected. */
export type Settlement = {
  readonly orderId: string
  readonly settledAt: Date
  readonly settledEventId: string
  readonly reason?: string
}

export interface OrderStore {
  /** Stores a new order; nothing is stored when the scope is cancelled before the commit. */
  add(order: Order, scope: Scope): Promise<void>
  find(orderId: string, scope: Scope): Promise<Order | undefined>
  /** Settles an order once: a second settlement changes nothing and returns the first. */
  settle(settlement: Settlement, scope: Scope): Promise<SettledOrder | undefined>
}

import type { Scope } from '@tailspan/scope'
import type { Order, SettledOrder } from './order.ts'

/** A transaction of the store, for whoever stores something in the same one; only adapters look inside. */
export type StoreTransaction = { readonly isTransaction: true }

/** How an order ends, and the message that said so; `reason` only when it is rejected. */
export type Settlement = {
  readonly orderId: string
  readonly settledAt: Date
  readonly settledEventId: string
  readonly messageId: string
  readonly reason?: string
}

/** What else is stored in the transaction; called once the order's row is locked and written. */
export type Alongside<T> = (stored: T, tx: StoreTransaction) => Promise<void>

export interface OrderStore {
  /** Stores a new order; nothing is stored when the scope is cancelled before the commit. */
  add(order: Order, alongside: Alongside<Order>, scope: Scope): Promise<void>
  find(orderId: string, scope: Scope): Promise<Order | undefined>
  /**
   * Settles an order once, and takes each message in once: what comes again changes nothing and
   * calls nobody.
   *
   * errors: order-not-found
   */
  settle(settlement: Settlement, alongside: Alongside<SettledOrder>, scope: Scope): Promise<void>
}

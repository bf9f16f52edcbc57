import type { Scope } from '@tailspan/scope'
import type { Answered } from './idempotency.ts'
import type { Order, SettledOrder } from './order.ts'

/** How an order ends, and the message that said so; `reason` only when it is rejected. */
export type Settlement = {
  readonly orderId: string
  readonly settledAt: Date
  readonly settledEventId: string
  readonly messageId: string
  readonly reason?: string
}

/** What else is stored in the transaction, behind the order's row, which is locked by then. */
export type Alongside<Tx> = (stored: SettledOrder, tx: Tx) => void

/** What is stored with a new order: the answer to its key, if it has one, and its event. */
export type Around<Tx> = {
  readonly answered: Answered | undefined
  readonly announce: (tx: Tx) => void
}

/** What reads orders. */
export interface Orders {
  find(orderId: string, scope: Scope): Promise<Order | undefined>
  /** Those of the named orders that there are, in one query. */
  findMany(orderIds: readonly string[], scope: Scope): Promise<readonly Order[]>
  /** Those of the named orders that are settled, in one query. */
  findSettled(orderIds: readonly string[], scope: Scope): Promise<readonly Order[]>
}

/** `Tx` is the store's transaction: the domain hands it on, adapters store something in the same one. */
export interface OrderStore<Tx> extends Orders {
  /**
   * Stores a new order, and what surrounds it, in one transaction; false when a request with its key has finished before:
   * then nothing is stored. Nothing is stored either when the scope is cancelled before the commit leaves.
   *
   * errors: idempotency-key-in-use (409) when a request with its key is in progress for too long
   */
  add(order: Order, around: Around<Tx>, scope: Scope): Promise<boolean>
  /**
   * Settles an order once, and takes each message in once: a redelivered message changes nothing and
   * calls nobody.
   *
   * errors: order-not-found
   */
  settle(settlement: Settlement, alongside: Alongside<Tx>, scope: Scope): Promise<void>
}

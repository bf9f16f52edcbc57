import type { Scope } from '@tailspan/scope'
import type { HoldDecision, HoldRequest } from './hold.ts'

/** A transaction of the store, for adapters that store something in the same one; only adapters look inside. */
export type StoreTransaction = { readonly isTransaction: true }

/** The message that asks for a hold, and what is noted when it is decided. */
export type HoldStamp = {
  readonly messageId: string
  readonly decidedAt: Date
  readonly eventId: string
}

/** What else is stored in the transaction of a decision. */
export type Alongside = (decision: HoldDecision, tx: StoreTransaction) => Promise<void>

export interface StockStore {
  /** Pieces that could be held right now, by sku; an unknown sku is absent. */
  levels(skus: readonly string[], scope: Scope): Promise<ReadonlyMap<string, number>>
  /**
   * Holds all lines or none, once per order, and takes each message in once: a redelivered message
   * changes nothing and calls nobody.
   */
  hold(
    request: HoldRequest & { readonly stamp: HoldStamp },
    alongside: Alongside,
    scope: Scope,
  ): Promise<void>
}

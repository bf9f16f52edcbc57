import type { Scope } from '@tailspan/scope'
import type { HoldDecision, HoldRequest } from './hold.ts'

/** What an order asks for, the message that asks, and what is noted with the decision. */
export type Hold = HoldRequest & {
  readonly messageId: string
  readonly decidedAt: Date
  readonly eventId: string
}

/** What else is stored in the transaction; called once the decision is written. */
export type Alongside<Tx> = (decision: HoldDecision, tx: Tx) => Promise<void> | void

/** What reads stock. */
export interface Stock {
  /** Pieces that could be held right now, by sku; an unknown sku is absent. */
  findLevels(skus: readonly string[], scope: Scope): Promise<ReadonlyMap<string, number>>
}

/** `Tx` is the store's transaction: the domain hands it on, adapters store something in the same one. */
export interface StockStore<Tx> extends Stock {
  /**
   * Holds all lines or none, once per order, and takes each message in once: a redelivered message
   * changes nothing and calls nobody.
   */
  hold(hold: Hold, alongside: Alongside<Tx>, scope: Scope): Promise<void>
}

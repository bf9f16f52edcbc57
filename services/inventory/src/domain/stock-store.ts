import type { Scope } from '@tailspan/scope'
import type { HoldRequest } from './hold.ts'

/** What an order asks for, the message that asks, and what is noted with the decision. */
export type Hold = HoldRequest & {
  readonly messageId: string
  readonly decidedAt: Date
  readonly eventId: string
}

/** What reads stock. */
export interface Stock {
  /** Pieces that could be held right now, by sku; an unknown sku is absent. */
  findLevels(skus: readonly string[], scope: Scope): Promise<ReadonlyMap<string, number>>
}

export interface StockStore extends Stock {
  /**
   * Holds all lines or none, once per order, and stores the event that says which. Takes each message in once: a
   * redelivered one changes nothing and says nothing.
   */
  holdAndAnnounce(hold: Hold, scope: Scope): Promise<void>
}

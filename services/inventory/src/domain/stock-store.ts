import type { Scope } from '@tailspan/scope'
import type { HoldDecision, HoldRequest } from './hold.ts'

export interface StockStore {
  /** Pieces that could be held right now, by sku; an unknown sku is absent. */
  levels(skus: readonly string[], scope: Scope): Promise<ReadonlyMap<string, number>>
  /** Holds all lines or none; the same order gets its first decision again. */
  hold(
    request: HoldRequest,
    stamp: { readonly decidedAt: Date; readonly eventId: string },
    scope: Scope,
  ): Promise<HoldDecision>
}

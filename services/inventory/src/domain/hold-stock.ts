import type { Scope } from '@tailspan/scope'
import type { HoldRequest } from './hold.ts'
import type { StockStore } from './stock-store.ts'

type Needs = {
  readonly stock: StockStore
  readonly now: () => Date
  readonly newId: () => string
}

/** An order to hold stock for, and the id of its event. */
export type PlacedOrder = HoldRequest & { readonly messageId: string }

export type HoldStock = (order: PlacedOrder, scope: Scope) => Promise<void>

export function createHoldStock({ stock, now, newId }: Needs): HoldStock {
  return (order, scope) =>
    stock.holdAndAnnounce({ ...order, decidedAt: now(), eventId: newId() }, scope)
}

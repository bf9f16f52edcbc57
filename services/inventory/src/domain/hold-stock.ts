import type { Scope } from '@tailspan/scope'
import { type HoldRequest, toStockEvent } from './hold.ts'
import type { StockPublisher } from './stock-publisher.ts'
import type { StockStore } from './stock-store.ts'

type Needs = {
  readonly stock: StockStore
  readonly publisher: StockPublisher
  readonly now: () => Date
  readonly newId: () => string
}

/** An order to hold stock for, and the id of the message that says so. */
export type PlacedOrder = HoldRequest & { readonly messageId: string }

export type HoldStock = (order: PlacedOrder, scope: Scope) => Promise<void>

export function createHoldStock({ stock, publisher, now, newId }: Needs): HoldStock {
  return async function holdStock({ messageId, ...request }, scope) {
    const stamp = { messageId, decidedAt: now(), eventId: newId() }
    using announcement = publisher.open()
    await stock.hold(
      { ...request, stamp },
      (decision, tx) => announcement.store(toStockEvent(decision), tx, scope),
      scope,
    )
    announcement.publish()
  }
}

import type { Scope } from '@tailspan/scope'
import { type HoldRequest, type StockEvent, stockDecided } from './hold.ts'
import type { StockPublisher } from './stock-publisher.ts'
import type { StockStore } from './stock-store.ts'

type Needs<Tx> = {
  readonly stock: StockStore<Tx>
  readonly publisher: StockPublisher<Tx>
  readonly now: () => Date
  readonly newId: () => string
}

/** An order to hold stock for, and the id of its event. */
export type PlacedOrder = HoldRequest & { readonly messageId: string }

export type HoldStock = (order: PlacedOrder, scope: Scope) => Promise<void>

export function createHoldStock<Tx>({ stock, publisher, now, newId }: Needs<Tx>): HoldStock {
  return async function holdStock(order, scope) {
    using slot = publisher.reserve()
    let event: StockEvent | undefined
    await stock.hold(
      { ...order, decidedAt: now(), eventId: newId() },
      async (decision, tx) => {
        event = stockDecided(decision)
        slot.store(event, tx, scope)
      },
      scope,
    )
    if (event) slot.publish(event, scope)
  }
}

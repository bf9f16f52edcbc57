import type { Scope } from '@tailspan/scope'
import { type HoldRequest, type StockEvent, toStockEvent } from './hold.ts'
import type { StockStore } from './stock-store.ts'

/** Says an event and waits until Kafka has it. */
export type Announce = (event: StockEvent, scope: Scope) => Promise<void>

type Needs = {
  readonly stock: StockStore
  readonly announce: Announce
  readonly now: () => Date
  readonly newId: () => string
}

export type HoldStock = (request: HoldRequest, scope: Scope) => Promise<void>

export function createHoldStock({ stock, announce, now, newId }: Needs): HoldStock {
  return async function holdStock(request, scope) {
    const decision = await stock.hold(request, { decidedAt: now(), eventId: newId() }, scope)
    // Also when it was decided before: a crash between commit and send must not lose the event.
    await announce(toStockEvent(decision), scope)
  }
}

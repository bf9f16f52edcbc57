import type { Scope } from '@tailspan/scope'
import type { StockEvent } from './hold.ts'
import type { StoreTransaction } from './stock-store.ts'

/** Publishes what was decided about an order's stock. */
export interface StockPublisher {
  open(): Announcement
}

/** One event on its way; disposing of it leaves what was stored to the relay. */
export interface Announcement extends Disposable {
  /** In the transaction of the decision. */
  store(event: StockEvent, tx: StoreTransaction, scope: Scope): Promise<void>
  /** After its commit. */
  publish(): void
}

import type { Scope } from '@tailspan/scope'
import type { StockEvent } from './hold.ts'

/** Publishes what was decided about an order's stock, as stored in `Tx`. */
export interface StockPublisher<Tx = unknown> {
  /** Takes the place that one event needs, before the decision is stored. */
  reserve(): PublishSlot<Tx>
}

/** A place for one event; disposing of an unused one gives it back. */
export interface PublishSlot<Tx = unknown> extends Disposable {
  /** In the transaction of the decision: stores the event with it. */
  store(event: StockEvent, tx: Tx, scope: Scope): void
  /** After the commit. Returns at once; the record leaves when Kafka takes it. */
  publish(event: StockEvent, scope: Scope): void
}

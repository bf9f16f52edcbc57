import type { Scope } from '@tailspan/scope'
import type { OrderEvent } from './order.ts'

/** Publishes what happened to an order, as stored in `Tx`; the strategies of `PUBLISH` implement it side by side. */
export interface OrderPublisher<Tx = unknown> {
  /**
   * Call it before the order is stored: what can refuse an event must do so here, because nothing accepted is ever
   * turned away.
   *
   * errors: tasks-full (unavailable) of strategies that only have the task registry; with `durable` a full one leaves the
   *         stored event to the relay
   */
  reserve(): PublishSlot<Tx>
}

/** A place for one event; disposing of an unused one gives it back. */
export interface PublishSlot<Tx = unknown> extends Disposable {
  /** In the order's own transaction: stores the event with it, if the strategy does such a thing. */
  store(event: OrderEvent, tx: Tx, scope: Scope): void
  /** After the commit. Returns at once; the record leaves when Kafka takes it. */
  publish(event: OrderEvent, scope: Scope): void
}

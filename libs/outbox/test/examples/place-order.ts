import type { Outbox } from '@tailspan/outbox'
import { type Database, transaction } from '@tailspan/postgres'
import type { Scope } from '@tailspan/scope'

type Order = { id: string; total_cents: number }
type Tables = { orders: Order }

type Needs = {
  readonly database: Pick<Database<Tables>, 'kysely'>
  readonly outbox: Pick<Outbox<Tables>, 'announce'>
  readonly topic: string
}

/** Answers as soon as order and event are stored; nobody waits for Kafka. */
export function createPlaceOrder({ database, outbox, topic }: Needs) {
  return async function placeOrder(order: Order, scope: Scope) {
    using announcement = outbox.announce() // what is not published is the relay's
    await transaction(database, scope, async (tx) => {
      tx.later(tx.insertInto('orders').values(order)) // the aggregate's lock, before its event
      announcement.store(tx, { topic, event: orderPlaced(order) }, scope)
    }) // one round trip: BEGIN, both, COMMIT
    announcement.publish() // a detached task sends the event
    return { orderId: order.id, status: 'placed' } // the answer, 202
  }
}

function orderPlaced({ id: subject, total_cents }: Order) {
  const event = { id: crypto.randomUUID(), source: '/order', time: new Date().toISOString() }
  return { ...event, type: 'order.placed', subject, data: { total_cents } }
}

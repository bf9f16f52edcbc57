import { noteTaken } from '@tailspan/outbox'
import { type Database, sql, type Transaction, transaction } from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import { OrderNotFound } from '../domain/errors.ts'
import type { SettledOrder } from '../domain/order.ts'
import type { OrderStore, Settlement } from '../domain/order-store.ts'
import { createAddOrder } from './add-order.ts'
import { toOrder } from './order-row.ts'
import type { Tables } from './tables.ts'

type Tx = Transaction<Tables>

export function createOrderStore(database: Database<Tables>): OrderStore<Tx> {
  return {
    add: createAddOrder(database),

    async find(orderId, scope) {
      const query = database.kysely.selectFrom('orders').selectAll().where('id', '=', orderId)
      const row = await runIn(scope, () => query.executeTakeFirst())
      return row && toOrder(row)
    },

    async findMany(orderIds, scope) {
      const query = selectNamed(database, orderIds)
      return (await runIn(scope, () => query.execute())).map(toOrder)
    },

    async findSettled(orderIds, scope) {
      const query = selectNamed(database, orderIds).where('status', '!=', 'placed')
      return (await runIn(scope, () => query.execute())).map(toOrder)
    },

    /** Two round trips: the decision, then what follows from it with the commit. */
    settle: (settlement, alongside, scope) =>
      transaction(database, scope, async (tx) => {
        const { messageId, orderId } = settlement
        const taking = noteTaken({ consumer: 'order', messageId })
        const [taken, settled] = await tx.together(taking, settleRow(tx, settlement))
        if (taken.rows.length === 0) return // seen before
        const [row] = settled.rows
        if (row) alongside(toOrder(row) as SettledOrder, tx)
        else await assertKnown(tx, orderId)
      }),
  }
}

function selectNamed({ kysely }: Database<Tables>, orderIds: readonly string[]) {
  const named = sql<string>`any(${orderIds}::uuid[])`
  return kysely.selectFrom('orders').selectAll().where('id', '=', named)
}

/** The first settlement wins; a repeated one finds nothing to change, also when its message was seen before. */
function settleRow(tx: Tx, settlement: Settlement) {
  return tx
    .updateTable('orders')
    .set(settledColumns(settlement))
    .where('id', '=', settlement.orderId)
    .where('status', '=', 'placed')
    .returningAll()
}

// Inside the transaction: what cannot be settled yet must not count as taken in.
async function assertKnown(tx: Tx, orderId: string): Promise<void> {
  const query = tx.selectFrom('orders').select('id').where('id', '=', orderId)
  if (!(await query.executeTakeFirst())) throw new OrderNotFound(orderId)
}

function settledColumns({ reason, settledAt, settledEventId }: Settlement) {
  return {
    status: reason === undefined ? ('confirmed' as const) : ('rejected' as const),
    settled_at: settledAt,
    settled_event_id: settledEventId,
    reason: reason ?? null,
  }
}

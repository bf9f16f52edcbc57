import { takeOnce } from '@tailspan/outbox'
import { type Database, sql, type Transaction, transaction } from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import { OrderNotFound } from '../domain/errors.ts'
import type { SettledOrder } from '../domain/order.ts'
import type { OrderStore, Settlement } from '../domain/order-store.ts'
import { toOrder, toRow } from './order-row.ts'
import type { Tables } from './tables.ts'

type Tx = Transaction<Tables>

export function createOrderStore(database: Database<Tables>): OrderStore<Tx> {
  return {
    add: (order, { before, after }, scope) =>
      transaction(database, scope, async (tx) => {
        if (!(await before(tx))) return false
        await tx.insertInto('orders').values(toRow(order)).execute()
        await after(tx)
        return true
      }),

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

    settle: (settlement, alongside, scope) =>
      transaction(database, scope, async (tx) => {
        const { messageId, orderId } = settlement
        if (!(await takeOnce(tx, { consumer: 'order', messageId }))) return
        const settled = await settleRow(tx, settlement)
        if (settled) await alongside(settled, tx)
        else await assertKnown(tx, orderId)
      }),
  }
}

function selectNamed({ kysely }: Database<Tables>, orderIds: readonly string[]) {
  const named = sql<string>`any(${orderIds}::uuid[])`
  return kysely.selectFrom('orders').selectAll().where('id', '=', named)
}

/** The first settlement wins; a repeated one finds nothing to change. */
async function settleRow(tx: Tx, settlement: Settlement): Promise<SettledOrder | undefined> {
  const row = await tx
    .updateTable('orders')
    .set(settledColumns(settlement))
    .where('id', '=', settlement.orderId)
    .where('status', '=', 'placed')
    .returningAll()
    .executeTakeFirst()
  return row && (toOrder(row) as SettledOrder)
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

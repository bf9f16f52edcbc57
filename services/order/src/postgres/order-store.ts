import { type Database, transaction } from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import type { SettledOrder } from '../domain/order.ts'
import type { OrderStore, Settlement } from '../domain/order-store.ts'
import { toOrder, toRow } from './order-row.ts'
import type { Tables } from './tables.ts'

export function createOrderStore(database: Database<Tables>): OrderStore {
  return {
    async add(order, scope) {
      await transaction(database, scope, (tx) =>
        tx.insertInto('orders').values(toRow(order)).execute(),
      )
    },

    async find(orderId, scope) {
      const query = database.kysely.selectFrom('orders').selectAll().where('id', '=', orderId)
      const row = await runIn(scope, () => query.executeTakeFirst())
      return row && toOrder(row)
    },

    async settle(settlement, scope) {
      const row = await transaction(database, scope, async (tx) => {
        const { orderId } = settlement
        // The first settlement wins; one that comes again finds nothing to change.
        await tx
          .updateTable('orders')
          .set(settledColumns(settlement))
          .where('id', '=', orderId)
          .where('status', '=', 'placed')
          .execute()
        return tx.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirst()
      })
      // The update above leaves no order of that id unsettled.
      return row && (toOrder(row) as SettledOrder)
    },
  }
}

function settledColumns({ reason, settledAt, settledEventId }: Settlement) {
  return {
    status: reason === undefined ? ('confirmed' as const) : ('rejected' as const),
    settled_at: settledAt,
    settled_event_id: settledEventId,
    reason: reason ?? null,
  }
}

import type { OrderLine } from '@tailspan/contracts'
import { noteTaken } from '@tailspan/outbox'
import { type Database, type Transaction, transaction } from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import { type HoldDecision, type HoldRequest, missingSkus } from '../domain/hold.ts'
import type { StockStore } from '../domain/stock-store.ts'
import type { Tables } from './tables.ts'

type Tx = Transaction<Tables>

export function createStockStore(database: Database<Tables>): StockStore<Tx> {
  return {
    async findLevels(skus, scope) {
      const query = database.kysely.selectFrom('stock').selectAll().where('sku', 'in', skus)
      return toLevels(await runIn(scope, () => query.execute()))
    },

    /** Two round trips: what is there, under lock, then the decision with the commit. */
    hold: ({ messageId, ...hold }, alongside, scope) =>
      transaction(database, scope, async (tx) => {
        const [taken, decided, stock] = await tx.together(
          noteTaken({ consumer: 'inventory', messageId }),
          findDecision(tx, hold),
          lockStock(tx, hold),
        )
        if (taken.rows.length === 0 || decided.rows.length > 0) return // seen before
        const decision = { ...hold, missing: missingSkus(hold.lines, toLevels(stock.rows)) }
        for (const line of heldLines(decision)) tx.later(takePieces(tx, line))
        tx.later(insertDecision(tx, decision))
        await alongside(decision, tx)
      }),
  }
}

function findDecision(tx: Tx, { orderId }: HoldRequest) {
  return tx.selectFrom('holds').select('order_id').where('order_id', '=', orderId)
}

/** Locks the rows in one order for everybody, so that two orders cannot wait for each other. */
function lockStock(tx: Tx, { lines }: HoldRequest) {
  const skus = lines.map((line) => line.sku)
  return tx.selectFrom('stock').selectAll().where('sku', 'in', skus).orderBy('sku').forUpdate()
}

/** All of them or none. */
const heldLines = ({ lines, missing }: HoldDecision) => (missing.length === 0 ? lines : [])

function takePieces(tx: Tx, { sku, quantity }: OrderLine) {
  return tx
    .updateTable('stock')
    .set((eb) => ({ available: eb('available', '-', quantity) }))
    .where('sku', '=', sku)
}

function insertDecision(tx: Tx, { orderId, lines, missing, decidedAt, eventId }: HoldDecision) {
  return tx.insertInto('holds').values({
    order_id: orderId,
    lines: JSON.stringify(lines),
    missing: missing.length > 0 ? JSON.stringify(missing) : null,
    decided_at: decidedAt,
    event_id: eventId,
  })
}

function toLevels(rows: readonly Tables['stock'][]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ sku, available }) => [sku, available]))
}

import { takeOnce } from '@tailspan/outbox'
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

    hold: ({ messageId, ...hold }, alongside, scope) =>
      transaction(database, scope, async (tx) => {
        if (!(await takeOnce(tx, { consumer: 'inventory', messageId }))) return
        if (await wasDecided(tx, hold)) return
        const decision = { ...hold, missing: await takeStock(tx, hold) }
        await saveDecision(tx, decision)
        await alongside(decision, tx)
      }),
  }
}

/** Locks the rows in one order for everybody, so that two orders cannot wait for each other. */
async function takeStock(tx: Tx, { lines }: HoldRequest): Promise<string[]> {
  const skus = lines.map((line) => line.sku)
  const rows = await tx
    .selectFrom('stock')
    .selectAll()
    .where('sku', 'in', skus)
    .orderBy('sku')
    .forUpdate()
    .execute()
  const missing = missingSkus(lines, toLevels(rows))
  if (missing.length > 0) return missing
  for (const { sku, quantity } of lines)
    await tx
      .updateTable('stock')
      .set((eb) => ({ available: eb('available', '-', quantity) }))
      .where('sku', '=', sku)
      .execute()
  return missing
}

async function wasDecided(tx: Tx, { orderId }: HoldRequest): Promise<boolean> {
  const query = tx.selectFrom('holds').select('order_id').where('order_id', '=', orderId)
  return (await query.executeTakeFirst()) !== undefined
}

async function saveDecision(tx: Tx, decision: HoldDecision): Promise<void> {
  const { orderId, lines, missing, decidedAt, eventId } = decision
  await tx
    .insertInto('holds')
    .values({
      order_id: orderId,
      lines: JSON.stringify(lines),
      missing: missing.length > 0 ? JSON.stringify(missing) : null,
      decided_at: decidedAt,
      event_id: eventId,
    })
    .execute()
}

function toLevels(rows: readonly Tables['stock'][]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ sku, available }) => [sku, available]))
}

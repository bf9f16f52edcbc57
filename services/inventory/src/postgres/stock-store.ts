import { type Database, type Transaction, transaction } from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import { type HoldDecision, type HoldRequest, missingSkus } from '../domain/hold.ts'
import type { StockStore } from '../domain/stock-store.ts'
import type { Tables } from './tables.ts'

type Tx = Transaction<Tables>

export function createStockStore(database: Database<Tables>): StockStore {
  return {
    async levels(skus, scope) {
      const query = database.kysely.selectFrom('stock').selectAll().where('sku', 'in', skus)
      return toLevels(await runIn(scope, () => query.execute()))
    },

    hold: (request, stamp, scope) =>
      transaction(database, scope, async (tx) => {
        const decided = await findDecision(tx, request)
        if (decided) return decided
        const decision = { ...request, ...stamp, missing: await takeStock(tx, request) }
        await saveDecision(tx, decision)
        return decision
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

async function findDecision(tx: Tx, { orderId }: HoldRequest): Promise<HoldDecision | undefined> {
  const row = await tx
    .selectFrom('holds')
    .selectAll()
    .where('order_id', '=', orderId)
    .executeTakeFirst()
  return (
    row && {
      ...{ orderId, lines: row.lines, missing: row.missing ?? [] },
      ...{ decidedAt: row.decided_at, eventId: row.event_id },
    }
  )
}

async function saveDecision(tx: Tx, decision: HoldDecision): Promise<void> {
  const { orderId, lines, missing, decidedAt, eventId } = decision
  await tx
    .insertInto('holds')
    .values({
      ...{ order_id: orderId, lines: JSON.stringify(lines) },
      missing: missing.length > 0 ? JSON.stringify(missing) : null,
      ...{ decided_at: decidedAt, event_id: eventId },
    })
    .execute()
}

function toLevels(rows: readonly Tables['stock'][]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ sku, available }) => [sku, available]))
}

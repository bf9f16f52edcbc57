import { noteTaken, type Outbox } from '@tailspan/outbox'
import { type Database, sql, type Transaction } from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import {
  type HoldDecision,
  type HoldRequest,
  missingSkus,
  piecesBySku,
  stockDecided,
} from '../domain/hold.ts'
import type { StockStore } from '../domain/stock-store.ts'
import { stockTopic, toCloudEvent } from './stock-message.ts'
import type { Tables } from './tables.ts'

type Tx = Transaction<Tables>

type Needs = {
  readonly database: Pick<Database<Tables>, 'kysely'>
  readonly outbox: Pick<Outbox<Tables>, 'transaction'>
}

export function createStockStore({ database, outbox }: Needs): StockStore {
  return {
    async findLevels(skus, scope) {
      const query = database.kysely.selectFrom('stock').selectAll().where(skuIn(skus))
      return toLevels(await runIn(scope, () => query.execute()))
    },

    /** Two round trips: what is there, under lock, then the decision with the commit. */
    holdAndAnnounce: ({ messageId, ...hold }, scope) =>
      outbox.transaction(scope, async (tx, say) => {
        const pieces = piecesBySku(hold.lines)
        const [taken, decided, stock] = await tx.together(
          noteTaken({ consumer: 'inventory', messageId }),
          findDecision(tx, hold),
          lockStock(tx, [...pieces.keys()]),
        )
        if (taken.rows.length === 0 || decided.rows.length > 0) return // seen before
        const decision = { ...hold, missing: missingSkus(pieces, toLevels(stock.rows)) }
        // All of them or none.
        if (decision.missing.length === 0) tx.later(takePieces(pieces))
        tx.later(insertDecision(tx, decision))
        say(stockTopic, toCloudEvent(stockDecided(decision)))
      }),
  }
}

function findDecision(tx: Tx, { orderId }: HoldRequest) {
  return tx.selectFrom('holds').select('order_id').where('order_id', '=', orderId)
}

/** Locks the rows in one order for everybody, so that two orders cannot wait for each other. */
function lockStock(tx: Tx, skus: readonly string[]) {
  return tx.selectFrom('stock').selectAll().where(skuIn(skus)).orderBy('sku').forUpdate()
}

function takePieces(pieces: ReadonlyMap<string, number>) {
  return sql`update stock set available = available - wanted.pieces
    from unnest(${[...pieces.keys()]}::text[], ${[...pieces.values()]}::bigint[]) as wanted (sku, pieces)
    where stock.sku = wanted.sku`
}

/** One value however many they are: a statement carries 65,535 of them, and an event may have more lines. */
const skuIn = (skus: readonly string[]) => sql<boolean>`sku = any(${skus}::text[])`

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

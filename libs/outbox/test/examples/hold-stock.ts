import { noteTaken, type Outbox } from '@tailspan/outbox'
import { sql } from '@tailspan/postgres'
import type { Scope } from '@tailspan/scope'

type Stock = { sku: string; available: number }
type Hold = { order_id: string; sku: string; is_held: boolean }
type Tables = { stock: Stock; holds: Hold }

type Placed = { readonly eventId: string; readonly orderId: string; readonly sku: string }

/** Takes an order in once, and stores and publishes what was decided as one act. */
export function createHoldStock(outbox: Pick<Outbox<Tables>, 'transaction'>, topic: string) {
  return ({ eventId: messageId, orderId, sku }: Placed, scope: Scope): Promise<void> =>
    outbox.transaction(scope, async (tx, say) => {
      const [taken, stock] = await tx.together(
        noteTaken({ consumer: 'inventory', messageId }),
        tx.selectFrom('stock').selectAll().where('sku', '=', sku).forUpdate(),
      ) // the first round trip: BEGIN, and what is there, under lock
      if (taken.rows.length === 0) return // seen before
      const hold = { order_id: orderId, sku, is_held: (stock.rows[0]?.available ?? 0) > 0 }
      if (hold.is_held) tx.later(sql`update stock set available = available - 1 where sku = ${sku}`)
      tx.later(tx.insertInto('holds').values(hold)) // the aggregate's lock, before its event
      say(topic, stockDecided(hold))
    }) // the second: the three statements and COMMIT; then a detached task sends the event
}

function stockDecided({ order_id: subject, is_held, sku }: Hold) {
  const event = { id: crypto.randomUUID(), source: '/inventory', time: new Date().toISOString() }
  return { ...event, type: is_held ? 'stock.held' : 'stock.short', subject, data: { sku } }
}

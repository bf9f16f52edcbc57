import { randomUUIDv7 } from 'node:crypto'
import { pool } from './database.ts'
import type { Event } from './kafka.ts'

const placing = `insert into orders
  (id, email, lines, total_cents, currency, status, placed_at, placed_event_id)
  values ($1, $2, $3, $4, 'EUR', 'placed', now(), $5)`
const settling = `update orders set status = 'confirmed', settled_at = now(), settled_event_id = $2
  where id = $1 returning id as "orderId", lines, json_build_object('email', email) as customer`

/** Stores an order and returns its id. */
export async function storeOrder(order: Omit<Event, 'orderId'>, totalCents = 920): Promise<string> {
  const orderId = randomUUIDv7()
  const { customer, lines } = order
  const values = [orderId, customer.email, JSON.stringify(lines), totalCents, randomUUIDv7()]
  await pool.query(placing, values)
  return orderId
}

/** Confirms an order and returns what is to be published of it. */
export async function settleOrder(orderId: string): Promise<Event> {
  const { rows } = await pool.query(settling, [orderId, randomUUIDv7()])
  return rows[0]
}

/** What the client is answered. */
export function toAnswer(id: string, totalCents = 920) {
  const message = 'confirmation mail will be delivered shortly'
  return { id, status: 'placed', totalCents, currency: 'EUR', message }
}

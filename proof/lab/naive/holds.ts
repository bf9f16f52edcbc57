import { pool } from './database.ts'
import type { Event } from './kafka.ts'

const taking = 'update stock set available = available - $2 where sku = $1'
const noting = 'insert into naive_holds (order_id) values ($1)'

export async function makeHolds(): Promise<void> {
  await pool.query('create table if not exists naive_holds (order_id uuid)')
}

/** Takes the pieces of an order from the stock: once for each time that it is called. */
export async function hold({ orderId, lines }: Event): Promise<void> {
  for (const { sku, quantity } of lines) await pool.query(taking, [sku, quantity])
  await pool.query(noting, [orderId])
}

import { pool } from './database.ts'
import { connect, listen, publish } from './kafka.ts'
import { serve } from './serve.ts'

// The inventory service as tutorials have it: a redelivered record is handled again.

const taking = 'update stock set available = available - $2 where sku = $1'
const noting = 'insert into naive_holds (order_id) values ($1)'

await pool.query('create table if not exists naive_holds (order_id uuid)')
await connect()
await listen('inventory', 'orders', async (type, { orderId, lines }) => {
  if (type !== 'order.placed') return
  for (const { sku, quantity } of lines) await pool.query(taking, [sku, quantity])
  await pool.query(noting, [orderId])
  publish('stock', 'stock.held', { orderId })
})
serve()

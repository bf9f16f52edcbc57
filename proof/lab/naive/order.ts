import { randomUUIDv7 } from 'node:crypto'
import { Router } from '@koa/router'
import { pool } from './database.ts'
import { connect, type Event, listen, publish } from './kafka.ts'
import { report } from './report.ts'
import { serve } from './serve.ts'

// The order service as tutorials have it. Nothing handles signals: the process ends where it stands.

const placing = `insert into orders
  (id, email, lines, total_cents, currency, status, placed_at, placed_event_id)
  values ($1, $2, $3, 920, 'EUR', 'placed', now(), $4)`
const settling = `update orders set status = 'confirmed', settled_at = now(), settled_event_id = $2
  where id = $1 returning id as "orderId", lines, json_build_object('email', email) as customer`

const router = new Router().post('/orders', async (ctx) => {
  const { customer, lines } = ctx.request.body as Pick<Event, 'customer' | 'lines'>
  const orderId = randomUUIDv7()
  const values = [orderId, customer.email, JSON.stringify(lines), randomUUIDv7()]
  await pool.query(placing, values)
  publish('orders', 'order.placed', { orderId, ...{ customer, lines } })
  ctx.status = 202
  const message = 'confirmation mail will be delivered shortly'
  ctx.body = { id: orderId, status: 'placed', totalCents: 920, currency: 'EUR', message }
})

connect().catch(report)
serve(router)
listen('order', 'stock', async (_, { orderId }) => {
  const { rows } = await pool.query(settling, [orderId, randomUUIDv7()])
  publish('orders', 'order.confirmed', rows[0])
}).catch(report)

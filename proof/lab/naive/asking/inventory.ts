import { Router } from '@koa/router'
import { pool } from '../database.ts'
import { hold, makeHolds } from '../holds.ts'
import { connect, listen, send } from '../kafka.ts'
import { serve } from '../serve.ts'

// The same inventory service after a second look: it can be asked for its stock and waits for `send`.

const looking = 'select sku, available from stock where sku = any($1)'

const router = new Router().get('/stock', async (ctx) => {
  const { rows } = await pool.query(looking, [[ctx.query.sku ?? []].flat()])
  ctx.body = Object.fromEntries(rows.map(({ sku, available }) => [sku, available]))
})

await makeHolds()
await connect()
serve(router)
await listen('inventory', 'orders', async (type, event) => {
  if (type !== 'order.placed') return
  await hold(event)
  await send('stock', 'stock.held', { orderId: event.orderId })
})

import { Router } from '@koa/router'
import { connect, type Event, listen, send } from '../kafka.ts'
import { settleOrder, storeOrder, toAnswer } from '../orders.ts'
import { report } from '../report.ts'
import { serve } from '../serve.ts'
import { askPrice, askStock } from './peers.ts'

// The same order service after a second look: it asks its peers first and waits for `send`.
// MISTAKE: an order that is stored is lost when `send` fails or the process ends before it.

const router = new Router().post('/orders', async (ctx) => {
  const { customer, lines } = ctx.request.body as Pick<Event, 'customer' | 'lines'>
  const [{ totalCents }] = await Promise.all([askPrice(lines), askStock(lines)])
  const orderId = await storeOrder({ customer, lines }, totalCents)
  await send('orders', 'order.placed', { orderId, customer, lines })
  ctx.status = 202
  ctx.body = toAnswer(orderId, totalCents)
})

connect().catch(report)
serve(router)
listen('order', 'stock', async (_, { orderId }) => {
  await send('orders', 'order.confirmed', await settleOrder(orderId))
}).catch(report)

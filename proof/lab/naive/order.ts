import { Router } from '@koa/router'
import { connect, type Event, listen, publish } from './kafka.ts'
import { settleOrder, storeOrder, toAnswer } from './orders.ts'
import { report } from './report.ts'
import { serve } from './serve.ts'

// The order service as tutorials have it. Nothing handles signals: the process ends where it stands.

const router = new Router().post('/orders', async (ctx) => {
  const { customer, lines } = ctx.request.body as Pick<Event, 'customer' | 'lines'>
  const orderId = await storeOrder({ customer, lines })
  publish('orders', 'order.placed', { orderId, customer, lines })
  ctx.status = 202
  ctx.body = toAnswer(orderId)
})

connect().catch(report)
serve(router)
listen('order', 'stock', async (_, { orderId }) => {
  publish('orders', 'order.confirmed', await settleOrder(orderId))
}).catch(report)

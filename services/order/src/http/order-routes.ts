import { type OrderAccepted, type OrderView, orderId, placeOrderRequest } from '@tailspan/contracts'
import { type Context, Router, readBody, requestScope, streamEvents } from '@tailspan/http'
import { OrderNotFound } from '../domain/errors.ts'
import type { Order } from '../domain/order.ts'
import type { OrderStore } from '../domain/order-store.ts'
import type { PlaceOrder } from '../domain/place-order.ts'
import { openApi } from './open-api.ts'
import type { WatchOrder } from './watch-order.ts'

type Needs = {
  readonly placeOrder: PlaceOrder
  readonly orders: OrderStore
  readonly watchOrder: WatchOrder
}

export function orderRoutes({ placeOrder, orders, watchOrder }: Needs): Router {
  return new Router()
    .post('/orders', async (ctx) => {
      const request = await readBody(ctx, placeOrderRequest)
      const order = await placeOrder(request, requestScope(ctx))
      ctx.status = 202
      ctx.set('Location', `/orders/${order.id}`)
      ctx.body = toAccepted(order)
    })
    .get('/orders/:id', async (ctx) => {
      const id = readOrderId(ctx)
      const order = await orders.find(id, requestScope(ctx))
      if (!order) throw new OrderNotFound(id)
      ctx.body = toView(order)
    })
    .get('/orders/:id/events', async (ctx) => {
      await streamEvents(ctx, watchOrder(readOrderId(ctx), requestScope(ctx)))
    })
    .get('/openapi.json', (ctx) => {
      ctx.body = openApi
    })
}

function readOrderId(ctx: Context & { params: Record<string, string> }): string {
  const id = ctx.params.id ?? ''
  if (!orderId.safeParse(id).success) throw new OrderNotFound(id.slice(0, 36))
  return id
}

function toAccepted({ id, totalCents, currency }: Order): OrderAccepted {
  const message = 'confirmation mail will be delivered shortly'
  return { id, status: 'placed', totalCents, currency, message }
}

function toView({ id, status, totalCents, currency, ...order }: Order): OrderView {
  return {
    ...{ id, status, lines: [...order.lines], totalCents, currency },
    placedAt: order.placedAt.toISOString(),
    ...(order.settledAt && { settledAt: order.settledAt.toISOString() }),
    ...(order.reason && { reason: order.reason }),
  }
}

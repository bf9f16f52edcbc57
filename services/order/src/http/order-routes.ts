import {
  type OrderView,
  orderId,
  type PlaceOrderRequest,
  placeOrderRequest,
} from '@tailspan/contracts'
import { type Context, Router, readBody, requestScope, streamEvents } from '@tailspan/http'
import { OrderNotFound } from '../domain/errors.ts'
import { toIdempotencyKey } from '../domain/idempotency.ts'
import type { Order } from '../domain/order.ts'
import type { Orders } from '../domain/order-store.ts'
import type { PlaceOrder } from '../domain/place-order.ts'
import { asyncApi } from './async-api.ts'
import { readIdempotencyKey } from './idempotency-key.ts'
import { openApi } from './open-api.ts'
import type { WatchOrder } from './watch-order.ts'

type Needs = {
  readonly placeOrder: PlaceOrder
  readonly orders: Orders
  readonly watchOrder: WatchOrder
}

export function orderRoutes({ placeOrder, orders, watchOrder }: Needs): Router {
  return new Router()
    .post('/orders', async (ctx) => {
      // Before the body: a client that waits for 100 Continue need not send it.
      const key = readIdempotencyKey(ctx.req.headers['idempotency-key'])
      const request = await readBody(ctx, placeOrderRequest)
      const accepted = await placeOrder(withKey(request, key), requestScope(ctx))
      ctx.status = 202
      ctx.set('Location', `/orders/${accepted.id}`)
      ctx.body = accepted
    })
    .get('/orders/:id', async (ctx) => {
      const id = readOrderId(ctx)
      const order = await orders.find(id, requestScope(ctx))
      if (!order) throw new OrderNotFound(id)
      ctx.body = toView(order)
    })
    .get('/orders/:id/events', async (ctx) => {
      const orderId = readOrderId(ctx)
      await streamEvents(ctx, (lastEventId) =>
        watchOrder({ orderId, lastEventId }, requestScope(ctx)),
      )
    })
    .get('/openapi.json', (ctx) => {
      ctx.body = openApi
    })
    .get('/asyncapi.json', (ctx) => {
      ctx.body = asyncApi
    })
}

function withKey(request: PlaceOrderRequest, key: string | undefined) {
  return key ? { ...request, idempotencyKey: toIdempotencyKey(key, request) } : request
}

function readOrderId(ctx: Context & { params: Record<string, string> }): string {
  const id = ctx.params.id ?? ''
  if (!orderId.safeParse(id).success) throw new OrderNotFound()
  // UUIDs are case-insensitive, text comparison is not: normalise to lower case.
  return id.toLowerCase()
}

function toView({ id, status, totalCents, currency, ...order }: Order): OrderView {
  return {
    id,
    status,
    lines: [...order.lines],
    totalCents,
    currency,
    placedAt: order.placedAt.toISOString(),
    ...(order.settledAt && { settledAt: order.settledAt.toISOString() }),
    ...(order.reason && { reason: order.reason }),
  }
}

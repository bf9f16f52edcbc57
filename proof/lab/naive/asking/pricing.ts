import { Router } from '@koa/router'
import type { Event } from '../kafka.ts'
import { serve } from '../serve.ts'

// The pricing service as a tutorial would have it.

const prices: Readonly<Record<string, number>> = { tea: 920, coffee: 1_290, cocoa: 790 }

const router = new Router().post('/quotes', (ctx) => {
  const { lines } = ctx.request.body as Pick<Event, 'lines'>
  const totalCents = lines.reduce(
    (sum, { sku, quantity }) => sum + (prices[sku] ?? 0) * quantity,
    0,
  )
  ctx.body = { totalCents, currency: 'EUR' }
})

serve(router)

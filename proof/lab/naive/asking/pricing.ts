import { Router } from '@koa/router'
import type { Event } from '../kafka.ts'
import { serve } from '../serve.ts'

// The pricing service as a tutorial would have it.

const prices = new Map([
  ['tea', 920],
  ['coffee', 1_290],
  ['cocoa', 790],
  ['mug', 1_450],
  ['samovar', 18_900],
])

const router = new Router().post('/quotes', (ctx) => {
  const { lines } = ctx.request.body as Pick<Event, 'lines'>
  const costs = lines.map(({ sku, quantity }) => (prices.get(sku) ?? Number.NaN) * quantity)
  const totalCents = costs.reduce((sum, cents) => sum + cents, 0)
  if (Number.isNaN(totalCents)) ctx.throw(422, 'at least one sku has no price')
  ctx.body = { totalCents, currency: 'EUR' }
})

serve(router)

import { quoteRequest } from '@tailspan/contracts'
import { Router, readBody } from '@tailspan/http'
import { type Prices, quoteLines } from '../domain/quote.ts'
import { openApi } from './open-api.ts'

export function quoteRoutes({ prices }: { readonly prices: Prices }): Router {
  return new Router()
    .post('/quotes', async (ctx) => {
      const { lines } = await readBody(ctx, quoteRequest)
      ctx.body = quoteLines(lines, prices)
    })
    .get('/openapi.json', (ctx) => {
      ctx.body = openApi
    })
}

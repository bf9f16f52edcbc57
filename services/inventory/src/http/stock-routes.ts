import type { StockLevels } from '@tailspan/contracts'
import { HttpError, Router, requestScope } from '@tailspan/http'
import { SkuUnknown } from '../domain/errors.ts'
import type { Stock } from '../domain/stock-store.ts'
import { asyncApi } from './async-api.ts'
import { openApi } from './open-api.ts'
import { wantedSkus } from './wanted-skus.ts'

export function stockRoutes({ stock }: { readonly stock: Stock }): Router {
  return new Router()
    .get('/stock', async (ctx) => {
      const skus = readSkus(new URLSearchParams(ctx.querystring))
      const levels = await stock.findLevels(skus, requestScope(ctx))
      if (levels.size < new Set(skus).size) throw new SkuUnknown()
      const body: StockLevels = {
        levels: [...levels].map(([name, available]) => ({ sku: name, available })),
      }
      ctx.body = body
    })
    .get('/openapi.json', (ctx) => {
      ctx.body = openApi
    })
    .get('/asyncapi.json', (ctx) => {
      ctx.body = asyncApi
    })
}

function readSkus(query: URLSearchParams): readonly string[] {
  const { success, data } = wantedSkus.safeParse(query.getAll('sku'))
  if (success) return data
  throw new HttpError('invalid-request', 'invalid', 'sku must be given, at most fifty times')
}

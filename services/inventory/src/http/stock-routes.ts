import { type StockLevels, sku } from '@tailspan/contracts'
import { HttpError, Router, requestScope } from '@tailspan/http'
import { z } from 'zod'
import { SkuUnknown } from '../domain/errors.ts'
import type { StockStore } from '../domain/stock-store.ts'

const wantedSkus = z.array(sku).min(1).max(50)

export function stockRoutes({ stock }: { readonly stock: StockStore }): Router {
  return new Router().get('/stock', async (ctx) => {
    const skus = readSkus(new URLSearchParams(ctx.querystring))
    const levels = await stock.levels(skus, requestScope(ctx))
    if (levels.size < new Set(skus).size) throw new SkuUnknown()
    const body: StockLevels = {
      levels: [...levels].map(([name, available]) => ({ sku: name, available })),
    }
    ctx.body = body
  })
}

function readSkus(query: URLSearchParams): readonly string[] {
  const { success, data } = wantedSkus.safeParse(query.getAll('sku'))
  if (success) return data
  throw new HttpError('invalid-request', 'invalid', 'sku must be given, at most fifty times')
}

import { quote, stockLevels } from '@tailspan/contracts'
import { TailspanError } from '@tailspan/errors'
import type { HttpClient } from '@tailspan/http'
import { SkuUnknown } from '../domain/errors.ts'
import type { Prices, Stock } from '../domain/peers.ts'

export function createStock(inventory: HttpClient): Stock {
  return {
    async checkSkus(lines, scope) {
      const query = { sku: lines.map((line) => line.sku) }
      await inventory.get('/stock', { scope, query, schema: stockLevels }).catch(explainUnknownSku)
    },
  }
}

export function createPrices(pricing: HttpClient): Prices {
  return {
    quote: (lines, scope) =>
      pricing.post('/quotes', { lines }, { scope, schema: quote }).catch(explainUnknownSku),
  }
}

/** A peer's refusal becomes ours; a peer's fault stays what it is. */
function explainUnknownSku(error: unknown): never {
  if (error instanceof TailspanError && error.code === 'sku-unknown')
    throw new SkuUnknown({ cause: error })
  throw error
}

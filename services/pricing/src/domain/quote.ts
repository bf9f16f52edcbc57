import type { OrderLine, Quote } from '@tailspan/contracts'
import { SkuUnknown } from './errors.ts'

/** Cents by sku. */
export type Prices = ReadonlyMap<string, number>

/**
 * Adds up what the lines cost.
 *
 * errors: sku-unknown when a line has no price
 */
export function quoteLines(lines: readonly OrderLine[], prices: Prices): Quote {
  const totalCents = lines.reduce(
    (sum, { sku, quantity }) => sum + quantity * priceOf(sku, prices),
    0,
  )
  return { totalCents, currency: 'EUR' }
}

function priceOf(sku: string, prices: Prices): number {
  const cents = prices.get(sku)
  if (cents === undefined) throw new SkuUnknown()
  return cents
}

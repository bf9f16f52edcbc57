import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Prices } from './domain/quote.ts'

const priceList = z.record(z.string(), z.int().nonnegative())

/** Reads prices.json: { sku: cents }; a wrong price stops the service at start. */
export function readPrices(file = new URL('../prices.json', import.meta.url)): Prices {
  return new Map(Object.entries(priceList.parse(JSON.parse(readFileSync(file, 'utf8')))))
}

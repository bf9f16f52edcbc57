import { z } from 'zod'
import { sku } from './order-line.ts'

/** The answer of inventory's `GET /stock?sku=…&sku=…`: what could be held right now, in pieces. */
export const stockLevels = z.object({
  levels: z.array(z.object({ sku, available: z.int().nonnegative() })),
})

export type StockLevels = z.infer<typeof stockLevels>

import { z } from 'zod'
import { orderLines, sku } from './order-line.ts'
import { currency } from './place-order.ts'

/** The answer of inventory's `GET /stock?sku=…&sku=…`: what could be held right now, in pieces. */
export const stockLevels = z.object({
  levels: z.array(z.object({ sku, available: z.int().nonnegative() })),
})

export type StockLevels = z.infer<typeof stockLevels>

/** The body of pricing's `POST /quotes`. */
export const quoteRequest = z.strictObject({ lines: orderLines })

export type QuoteRequest = z.infer<typeof quoteRequest>

/** The answer of pricing's `POST /quotes`, in cents. */
export const quote = z.object({ totalCents: z.int().nonnegative(), currency })

export type Quote = z.infer<typeof quote>

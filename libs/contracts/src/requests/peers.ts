import { z } from 'zod'
import { orderLines } from './order-line.ts'
import { currency } from './place-order.ts'

/** The body of pricing's `POST /quotes`. */
export const quoteRequest = z.strictObject({ lines: orderLines })

export type QuoteRequest = z.infer<typeof quoteRequest>

/** The answer of pricing's `POST /quotes`, in cents. */
export const quote = z.object({ totalCents: z.int().nonnegative(), currency })

export type Quote = z.infer<typeof quote>

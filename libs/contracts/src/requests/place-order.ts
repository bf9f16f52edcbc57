import { z } from 'zod'
import { orderLines } from './order-line.ts'

/** ISO 4217; the shop knows one currency. */
export const currency = z.literal('EUR')

/** UUID version 7, so that ids sort by time. */
export const orderId = z.uuid({ version: 'v7' })

/** One address, no display name; anything that could end a mail header is refused. */
export const emailAddress = z.email().max(254)

/**
 * The body of `POST /orders`.
 *
 * shape: { customer: { email }, lines: [ { sku, quantity } ] }, nothing else
 * units: quantity in pieces
 */
export const placeOrderRequest = z.strictObject({
  customer: z.strictObject({ email: emailAddress }),
  lines: orderLines,
})

export type PlaceOrderRequest = z.infer<typeof placeOrderRequest>

/** The answer of `POST /orders`: accepted, not yet settled. */
export const orderAccepted = z.object({
  id: orderId,
  status: z.literal('placed'),
  totalCents: z.int().nonnegative(),
  currency,
  message: z.literal('confirmation mail will be delivered shortly'),
})

export type OrderAccepted = z.infer<typeof orderAccepted>

import { z } from 'zod'
import { orderLine } from './order-line.ts'
import { currency, orderId } from './place-order.ts'

/** Placed, then once and for good confirmed or rejected. */
export const orderStatus = z.enum(['placed', 'confirmed', 'rejected'])

/** See orderStatus. */
export type OrderStatus = z.infer<typeof orderStatus>

/**
 * The answer of `GET /orders/<id>`; it names no customer.
 *
 * shape: settledAt once confirmed or rejected, reason only when rejected
 */
export const orderView = z.object({
  id: orderId,
  status: orderStatus,
  lines: z.array(orderLine),
  totalCents: z.int().nonnegative(),
  currency,
  placedAt: z.iso.datetime(),
  settledAt: z.iso.datetime().optional(),
  reason: z.string().optional(),
})

export type OrderView = z.infer<typeof orderView>

import { z } from 'zod'
import { currency, emailAddress, eventLine, orderId, time } from './fields.ts'

const order = z.object({
  orderId,
  customer: z.object({ email: emailAddress }),
  lines: z.array(eventLine).min(1),
  totalCents: z.int(),
  currency,
})

/**
 * orders / order.placed
 * ├─ orderId      uuid v7   0199…
 * ├─ customer.email         ada@example.com
 * ├─ lines[]      sku, quantity (pieces)
 * ├─ totalCents   cents     1840
 * ├─ currency     ISO 4217  EUR
 * └─ placedAt     ISO 8601  2026-11-21T08:00:00.000Z
 */
export const orderPlaced = order.extend({ placedAt: time })

/** orders / order.confirmed: the order as placed, and `settledAt` in ISO 8601. */
export const orderConfirmed = order.extend({ settledAt: time })

/** orders / order.rejected: as confirmed, and `reason` for a person to read. */
export const orderRejected = order.extend({ settledAt: time, reason: z.string() })

/** The events on `orders`, by `ce_type`. */
export const orderEvents = {
  'order.placed': orderPlaced,
  'order.confirmed': orderConfirmed,
  'order.rejected': orderRejected,
} as const

import { z } from 'zod'
import { currency, emailAddress, eventLine, orderId, sku, time } from './fields.ts'

// Wire: CloudEvents 1.0, Kafka binary mode. Key = order id; the value is the JSON below.
// Readers drop fields that they do not know, at every depth.

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

/**
 * stock / stock.held
 * ├─ orderId  uuid v7
 * └─ lines[]  sku, quantity (pieces): all lines of the order
 */
export const stockHeld = z.object({ orderId, lines: z.array(eventLine).min(1) })

/**
 * stock / stock.short
 * ├─ orderId    uuid v7
 * └─ missing[]  sku
 */
export const stockShort = z.object({ orderId, missing: z.array(sku).min(1) })

/** Every event there is, by `ce_type`. */
export const events = {
  'order.placed': orderPlaced,
  'order.confirmed': orderConfirmed,
  'order.rejected': orderRejected,
  'stock.held': stockHeld,
  'stock.short': stockShort,
} as const

/** The `ce_type` of an event. */
export type EventType = keyof typeof events

/** The data of the event of a type. */
export type EventData<T extends EventType> = z.infer<(typeof events)[T]>

/** The data of some events by their type, for a table of handlers. */
export type EventsOf<T extends EventType> = { readonly [Type in T]: EventData<Type> }

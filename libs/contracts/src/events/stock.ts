import { z } from 'zod'
import { eventLine, orderId, sku } from './fields.ts'

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

/** The events on `stock`, by `ce_type`. */
export const stockEvents = {
  'stock.held': stockHeld,
  'stock.short': stockShort,
} as const

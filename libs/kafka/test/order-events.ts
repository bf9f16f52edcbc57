import { uniqueId } from '@tailspan/testkit'
import type { CloudEvent } from '../src/index.ts'

type Order = { readonly orderId: string; readonly note?: string }

/** A minimal event: an envelope around an order's id. What the order service sends has more. */
export function createOrderPlaced(data: Partial<Order> = {}): CloudEvent<Order> {
  const orderId = data.orderId ?? uniqueId('order')
  return {
    id: uniqueId('event'),
    type: 'order.placed',
    source: '/order',
    time: new Date().toISOString(),
    subject: orderId,
    data: { ...data, orderId },
  }
}

/** The smallest thing that a handler takes for a schema. */
export const orderSchema = {
  parse(data: unknown): Order {
    const { orderId } = (data ?? {}) as Partial<Order>
    if (typeof orderId === 'string') return { orderId }
    throw new TypeError('orderId is not a string')
  },
}

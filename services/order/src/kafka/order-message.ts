import { topics } from '@tailspan/contracts'
import type { CloudEvent } from '@tailspan/kafka'
import type { OrderEvent } from '../domain/order.ts'

export const ordersTopic = topics.orders.topic

/** The event as CloudEvents 1.0 has it; the key of the record is the order id. */
export function toCloudEvent({ id, type, time, data }: OrderEvent): CloudEvent<OrderEvent['data']> {
  return { id, type, source: '/order', time: time.toISOString(), subject: data.orderId, data }
}

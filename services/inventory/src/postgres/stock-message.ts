import { topics } from '@tailspan/contracts'
import type { CloudEvent } from '@tailspan/kafka'
import type { StockEvent } from '../domain/hold.ts'

export const stockTopic = topics.stock.topic

/** The event as CloudEvents 1.0 has it; the key of the record is the order id. */
export function toCloudEvent({ id, type, time, data }: StockEvent): CloudEvent<StockEvent['data']> {
  return { id, type, source: '/inventory', time: time.toISOString(), subject: data.orderId, data }
}

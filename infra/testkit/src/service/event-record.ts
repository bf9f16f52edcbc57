import type { StrangeRecord } from '../servers/write-records.ts'
import { uniqueId } from '../unique-id.ts'

/** An event as another service publishes it. */
export type GivenEvent = {
  readonly type: string
  readonly data: { readonly orderId: string } & Readonly<Record<string, unknown>>
  readonly id?: string
}

/**
 * The record of an event, made without our own Kafka library: CloudEvents 1.0 in binary mode.
 *
 * shape: key and subject are the order id, the value is the JSON of the data
 */
export function eventRecord({ type, data, id = uniqueId('event') }: GivenEvent): StrangeRecord {
  return {
    key: data.orderId,
    value: JSON.stringify(data),
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: type,
      ce_source: '/test',
      ce_subject: data.orderId,
      ce_time: '2026-11-21T08:00:00.000Z',
      'content-type': 'application/json',
    },
  }
}

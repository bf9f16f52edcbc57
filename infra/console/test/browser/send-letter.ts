import { randomUUID } from 'node:crypto'
import { eventRecord, writeRecords } from '@tailspan/testkit'
import { inject } from 'vitest'

export type SentLetter = {
  /** Why notification could not handle the record; the list of dead letters shows it. */
  readonly code: string
  readonly email: string
  /** Its sku, the words of the failure and a header. */
  readonly text: string
}

/** Writes a dead letter of notification, as its consumer would have done; the mail of this order was never sent. */
export async function sendLetter({ code, email, text }: SentLetter): Promise<void> {
  const brokers = `127.0.0.1:${inject('console').ports.kafka}`
  const orderId = `0199${randomUUID().slice(4, 14)}7${randomUUID().slice(15)}`
  const data = {
    orderId,
    customer: { email },
    lines: [{ sku: text, quantity: 1 }],
    totalCents: 920,
    currency: 'EUR',
    placedAt: new Date().toISOString(),
  }
  const record = eventRecord({ type: 'order.placed', data, id: randomUUID() })
  const headers = { ...record.headers, ...headersOf(code, text) }
  await writeRecords({ brokers, topic: 'orders.dlt' }, [{ ...record, headers }])
}

function headersOf(code: string, text: string) {
  return {
    'dlt-original-topic': 'orders',
    'dlt-original-partition': '0',
    'dlt-original-offset': String(Math.floor(Math.random() * 1e9)),
    'dlt-original-timestamp': String(Date.now()),
    'dlt-original-consumer-group': 'notification',
    'dlt-attempts': '4',
    'dlt-exception-code': code,
    'dlt-exception-kind': 'invalid',
    'dlt-exception-message': text,
    'x-hostile': text,
  }
}

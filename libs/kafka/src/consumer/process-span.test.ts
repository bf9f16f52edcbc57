import { expect, test } from 'vitest'
import { spansOf } from '../../test/spans.ts'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { startProcessSpan } from './process-span.ts'

const ids = { sampled: '1'.repeat(32), sampledOut: '2'.repeat(32) }

/** Starts and ends the span of a record; how often what only a span shows of it was read. */
function readsOf(traceId: string, flags: '00' | '01'): number {
  let reads = 0
  const count = <T>(value: T): T => {
    reads += 1
    return value
  }
  const record: IncomingRecord = {
    topic: 'orders',
    partition: 2,
    timestamp: '0',
    key: null,
    value: null,
    get offset() {
      return count('7')
    },
    headers: {
      traceparent: `00-${traceId}-${'b'.repeat(16)}-${flags}`,
      get ce_id() {
        return count('event-1')
      },
      get ce_type() {
        return count('order.placed')
      },
    },
  }
  startProcessSpan(record, { traceAsync: 'child', groupId: 'inventory', attempt: 1 }).span.end()
  return reads
}

test('the span of a record names its event and its offset', () => {
  expect(readsOf(ids.sampled, '01')).toBe(3)

  expect(spansOf(ids.sampled)).toMatchObject([
    {
      name: 'process orders',
      attributes: {
        'messaging.destination.name': 'orders',
        'messaging.destination.partition.id': '2',
        'messaging.consumer.group.name': 'inventory',
        'messaging.kafka.offset': 7,
        'messaging.message.id': 'event-1',
        'cloudevents.event_type': 'order.placed',
      },
    },
  ])
})

test('of a record in a trace that is not sampled nothing is read that only a span shows', () => {
  expect(readsOf(ids.sampledOut, '00')).toBe(0)
})

test('a span has the first 512 characters of an id and a type, whatever a foreign record brings', () => {
  const headers = { ce_id: 'i'.repeat(900_000), ce_type: Buffer.alloc(900_000, 't') }
  const options = { traceAsync: 'child', groupId: 'mail', attempt: 1 } as const
  const place = { topic: 'orders', partition: 2, offset: '4711', timestamp: '1795251600000' }

  const { span } = startProcessSpan({ ...place, key: null, value: null, headers }, options)
  span.end()

  const [ended] = spansOf(span.spanContext().traceId)
  expect(ended?.attributes).toMatchObject({
    'messaging.message.id': 'i'.repeat(512),
    'cloudevents.event_type': 't'.repeat(512),
  })
})

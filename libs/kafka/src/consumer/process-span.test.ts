import { expect, test } from 'vitest'
import { spansOf } from '../../test/spans.ts'
import { startProcessSpan } from './process-span.ts'

const record = {
  ...{ topic: 'orders', partition: 2, offset: '4711', timestamp: '1795251600000' },
  ...{ key: null, value: null },
}

test('a span has the first 512 characters of an id and a type, whatever a foreign record brings', () => {
  const headers = { ce_id: 'i'.repeat(900_000), ce_type: Buffer.alloc(900_000, 't') }
  const options = { traceAsync: 'child', groupId: 'mail', attempt: 1 } as const

  const { span } = startProcessSpan({ ...record, headers }, options)
  span.end()

  const [ended] = spansOf(span.spanContext().traceId)
  expect(ended?.attributes).toMatchObject({
    'messaging.message.id': 'i'.repeat(512),
    'cloudevents.event_type': 't'.repeat(512),
  })
})

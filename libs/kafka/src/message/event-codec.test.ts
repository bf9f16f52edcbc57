import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import type { CloudEvent } from './cloud-event.ts'
import { decodeEvent, encodeEventHeaders } from './event-codec.ts'

const event: CloudEvent = {
  id: 'e-1',
  type: 'order.placed',
  source: '/order',
  time: '2026-11-21T08:00:00.000Z',
  subject: 'o-1',
  data: { orderId: 'o-1' },
}
const value = Buffer.from(JSON.stringify(event.data))
const asBytes = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]))

test('an event comes out as it went in', () => {
  expect(decodeEvent(asBytes(encodeEventHeaders(event)), value)).toEqual(event)
})

test('headers are a new object for each record', () => {
  expect(encodeEventHeaders(event)).not.toBe(encodeEventHeaders(event))
})

test.each(['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'content-type'])(
  'C5 an event without %s is malformed and says so',
  (part) => {
    const { [part]: _left, ...headers } = encodeEventHeaders(event)

    expect(() => decodeEvent(headers, value)).toThrow(
      expect.objectContaining({ code: 'event-malformed', kind: 'invalid', part }),
    )
  },
)

test.each([
  ['cut off', '{"email":"ada@example.com"'],
  ['empty', ''],
])('C5 JSON that is %s is malformed, and the error quotes nothing of it', (_name, text) => {
  expect(() => decodeEvent(encodeEventHeaders(event), Buffer.from(text))).toThrow(
    expect.toSatisfy(
      (error: Error) => error.cause === undefined && !inspect(error).includes('ada@'),
    ),
  )
})

test('a value that is not there is null, which is JSON: the schema decides', () => {
  expect(decodeEvent(encodeEventHeaders(event), null).data).toBeNull()
})

test('of a header that was given twice the last one counts', () => {
  const headers = {
    ...encodeEventHeaders(event),
    ce_id: [Buffer.from('first'), Buffer.from('e-1')],
  }

  expect(decodeEvent(headers, value).id).toBe('e-1')
})

test('content type parameters are welcome', () => {
  const headers = {
    ...encodeEventHeaders(event),
    'content-type': 'application/json; charset=utf-8',
  }

  expect(decodeEvent(headers, value).data).toEqual(event.data)
})

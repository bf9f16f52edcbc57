import { inspect } from 'node:util'
import { measureGrowth } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import type { CloudEvent } from './cloud-event.ts'
import { decodeEvent, encodeEventHeaders } from './event-codec.ts'
import type { HeaderValue, KafkaHeaders } from './kafka-headers.ts'

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

test('X2 of a header that was given twice the last one counts', () => {
  const headers = {
    ...encodeEventHeaders(event),
    ce_id: [Buffer.from('first'), Buffer.from('e-1')],
  }

  expect(decodeEvent(headers, value).id).toBe('e-1')
})

const withHeaders = (parts: KafkaHeaders) => ({ ...encodeEventHeaders(event), ...parts })
const decodeAs = (contentType: string) =>
  decodeEvent(withHeaders({ 'content-type': contentType }), value)

test.each([
  'application/json; charset=utf-8',
  'Application/JSON',
  'application/json;charset="UTF-8";profile=x',
  ' application/json ',
  'application/vnd.tailspan.order+json',
])('X2 the content type %s is JSON', (contentType) => {
  expect(decodeAs(contentType).data).toEqual(event.data)
})

test.each([
  ['application/cloudevents+json; charset=utf-8', /structured mode/],
  ['application/cloudevents-batch+json', /structured mode/],
  ['application/jsonp', /not JSON/],
  ['text/json', /not JSON/],
  ['avro/binary', /not JSON/],
  ['', /not JSON/],
  ['application/json; charset=utf-16', /charset/],
])('X2 the content type "%s" is refused with its reason', (contentType, reason) => {
  expect(() => decodeAs(contentType)).toThrow(
    expect.objectContaining({ part: 'content-type', message: expect.stringMatching(reason) }),
  )
})

test.each<[string, string, HeaderValue, RegExp]>([
  ['another version', 'ce_specversion', '0.3', /not 1.0/],
  ['an id that is null', 'ce_id', null, /missing/],
  ['an id that is empty', 'ce_id', '', /missing/],
  ['an id whose last is null', 'ce_id', ['e-1', null], /missing/],
  ['an id that is not UTF-8', 'ce_id', Buffer.from([0x65, 0xff]), /not UTF-8/],
  ['a NUL, which PostgreSQL refuses', 'ce_id', 'e\u0000', /control characters/],
  ['a line break', 'ce_subject', 'o-1\r\nx: y', /control characters/],
  ['an id that no index takes', 'ce_id', 'x'.repeat(100_000), /longer than 512/],
])('X2 an event with %s is refused with its reason, and nothing of it is quoted', (...row) => {
  const [, part, header, reason] = row

  expect(() => decodeEvent(withHeaders({ [part]: header }), value)).toThrow(
    expect.objectContaining({ part, message: expect.stringMatching(reason) }),
  )
})

test('X2 a value that is not UTF-8 is refused: a replacement character is a wrong name', () => {
  const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xfc]), Buffer.from('"}')])

  expect(() => decodeEvent(encodeEventHeaders(event), bytes)).toThrow('value is not UTF-8')
})

test('X2 headers named like members of every object are no obstacle', () => {
  const headers: KafkaHeaders = Object.assign(Object.create(null), encodeEventHeaders(event), {
    constructor: 'c',
    toString: null,
    hasOwnProperty: ['a', null],
  })

  expect(decodeEvent(headers, value)).toEqual(event)
})

// Texts are long, because short ones fit into the processor's cache; elements are few, because many are the collector's work.
test.each([
  [4, 'nested brackets', (length: number) => '['.repeat(length / 2) + ']'.repeat(length / 2)],
  [4, 'brackets that do not end', (length: number) => '{"a":'.repeat(length / 5)],
  [
    4,
    'nested brackets that do not close in a text',
    (length: number) => `["${'['.repeat(length)}"]`,
  ],
  [4, 'backslashes', (length: number) => `"${'\\\\'.repeat(length / 2)}"`],
  [1, 'elements', (length: number) => `[${'{},'.repeat(length / 3)}{}]`],
])('X3 the time to decode %i MB of %s is linear', { timeout: 60_000 }, async (mb, _, textOf) => {
  const headers = encodeEventHeaders(event)
  const decoding = (length: number) => {
    const bytes = Buffer.from(textOf(length))
    return () => orMalformed(() => decodeEvent(headers, bytes))
  }

  const growth = await measureGrowth(decoding(125_000 * mb), decoding(1_000_000 * mb), {
    doublings: 3,
  })

  expect(growth).toBeLessThan(2.5)
})

function orMalformed(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    expect(error).toMatchObject({ code: 'event-malformed' })
  }
}

test('X3 a value of 500 levels is read, one of more is refused whatever its texts hold', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}"]]]\\"[["${']'.repeat(depth)}`
  const decode = (text: string) => decodeEvent(encodeEventHeaders(event), Buffer.from(text))

  expect(() => decode(nested(500))).not.toThrow()
  expect(() => decode(nested(501))).toThrow('value is nested more than 500 deep')
})

import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { expect, test } from 'vitest'
import { makeSdkSpans } from '../../test/sdk-spans.ts'
import { decodeJson } from './decode-json.ts'
import { decodeProtobuf } from './decode-protobuf.ts'
import { MalformedPayload } from './malformed-payload.ts'

const whole = ProtobufTraceSerializer.serializeRequest(makeSdkSpans()) as Uint8Array

test('a request cut off at any byte is malformed or, between two parts, shorter', () => {
  const outcomes = Array.from({ length: whole.length }, (_, length) =>
    outcomeOf(() => decodeProtobuf(whole.subarray(0, length))),
  )

  expect(new Set(outcomes)).toEqual(new Set(['0 spans', 'malformed']))
  expect(outcomes.filter((outcome) => outcome === '0 spans')).toHaveLength(1)
})

test('a request with any one byte changed decodes or is malformed, nothing else', () => {
  const random = createRandom(7)

  for (let i = 0; i < 5_000; i += 1) {
    const broken = Uint8Array.from(whole)
    broken[Math.floor(random() * broken.length)] = Math.floor(random() * 256)
    expect(outcomeOf(() => decodeProtobuf(broken))).toMatch(/^(\d spans|malformed)$/)
  }
})

test('random bytes decode or are malformed, nothing else', () => {
  const random = createRandom(11)

  for (let i = 0; i < 5_000; i += 1) {
    const noise = Uint8Array.from({ length: Math.floor(random() * 64) }, () => random() * 256)
    expect(outcomeOf(() => decodeProtobuf(noise))).toMatch(/^(\d spans|malformed)$/)
    expect(outcomeOf(() => decodeJson(noise))).toBe('malformed')
  }
})

/** A request of one span with one field in it. */
function spanWith(...field: number[]): Uint8Array {
  const wrap = (bytes: number[], number: number) => [(number << 3) | 2, bytes.length, ...bytes]
  return Uint8Array.from(wrap(wrap(wrap(field, 2), 2), 1))
}

test.each([
  ['resource spans as a number', Uint8Array.of(0x08, 1), 'field 1 has wire type 0, not 2'],
  ['a trace id as a number', spanWith(0x08, 1), 'field 1 has wire type 0, not 2'],
  ['a name as 4 bytes', spanWith(0x2d, 1, 2, 3, 4), 'field 5 has wire type 5, not 2'],
  ['a kind as text', spanWith(0x32, 1, 65), 'field 6 has wire type 2, not 0'],
  ['a time as a number', spanWith(0x38, 1), 'field 7 has wire type 0, not 1'],
  ['flags as a number', spanWith(0x80, 0x01, 1), 'field 16 has wire type 0, not 5'],
  ['a group', spanWith(0x0b), 'wire type 3 does not exist here'],
  ['wire type 7', spanWith(0x0f), 'wire type 7 does not exist here'],
  ['field number 0', spanWith(0x00, 1), 'no such field number'],
  ['a name that is not UTF-8', spanWith(0x2a, 2, 0xc3, 0x28), 'field 5 is not UTF-8'],
  [
    'an endless varint',
    Uint8Array.from({ length: 11 }, () => 0xff),
    'a varint is longer than 10 bytes',
  ],
  ['a length beyond the end', Uint8Array.of(0x0a, 0x7f, 1), 'the message ends inside a field'],
  [
    'a length of 2^63',
    Uint8Array.of(0x0a, ...Array(9).fill(0xff), 1),
    'the message ends inside a field',
  ],
])('protobuf: %s is malformed', (_, body, message) => {
  const decode = () => decodeProtobuf(body)

  expect(decode).toThrow(new MalformedPayload(message))
})

test('protobuf: unknown fields of every wire type are skipped', () => {
  const unknown = [
    0xc0, 0x3e, 1, 0xc1, 0x3e, 1, 2, 3, 4, 5, 6, 7, 8, 0xc2, 0x3e, 0, 0xc5, 0x3e, 1, 2, 3, 4,
  ]

  const decode = () => decodeProtobuf(Uint8Array.from([...whole, ...unknown]))

  expect(decode().spans).toHaveLength(2)
})

test('protobuf: a value that nests a thousand times is malformed, the stack holds', () => {
  let value: number[] = []
  for (let i = 0; i < 1_000; i += 1) value = delimited(5, delimited(1, value))
  const attribute = delimited(9, [...delimited(1, [107]), ...delimited(2, value)])

  const decode = () =>
    decodeProtobuf(Uint8Array.from(delimited(1, delimited(2, delimited(2, attribute)))))

  expect(decode).toThrow(new MalformedPayload('an attribute nests deeper than 32'))
})

test('protobuf: a span with a hundred thousand empty events is malformed', () => {
  const events = Array.from({ length: 100_000 }, () => [0x5a, 0]).flat()

  const decode = () =>
    decodeProtobuf(Uint8Array.from(delimited(1, delimited(2, delimited(2, events)))))

  expect(decode).toThrow(new MalformedPayload('more than 10000 events or links in one span'))
})

test.each([
  ['nothing', '', 'the body is not JSON'],
  ['half of it', '{"resourceSpans":[', 'the body is not JSON'],
  ['a list', '[]', 'the body is not an object'],
  ['a number', '7', 'the body is not an object'],
  ['spans as an object', '{"resourceSpans":{}}', 'the body.resourceSpans is not a list'],
  ['a span as text', span('"x"'), /spans\[0] is not an object$/],
  ['a name as a number', span('{"name":7}'), /spans\[0]\.name is not a string$/],
  ['a kind in words', span('{"kind":"SPAN_KIND_SERVER"}'), /\.kind is not an integer$/],
  [
    'a time in words',
    span('{"startTimeUnixNano":"now"}'),
    /\.startTimeUnixNano is not an integer$/,
  ],
  ['half a nanosecond', span('{"endTimeUnixNano":0.5}'), /\.endTimeUnixNano is not an integer$/],
  ['a huge number', span(`{"endTimeUnixNano":"${'9'.repeat(99)}"}`), /is not an integer$/],
  ['attributes as an object', span('{"attributes":{}}'), /\.attributes is not a list$/],
  ['a yes in words', span(attribute('{"boolValue":"yes"}')), /\.boolValue is not a boolean$/],
  [
    'a double in words',
    span(attribute('{"doubleValue":"much"}')),
    /\.doubleValue is not a number$/,
  ],
  ['deep nesting', span(attribute(nested(1_000))), 'an attribute nests deeper than 32'],
])('JSON: %s is malformed, and the message says where', (_, body, message) => {
  const decode = () => decodeJson(Buffer.from(body))

  expect(decode).toThrow(message)
  expect(decode).toThrow(MalformedPayload)
})

test('JSON: null means absent, numbers may be strings, unknown keys are skipped', () => {
  const body = span(
    `{"traceId":"${'a'.repeat(32)}","spanId":"${'b'.repeat(16)}","parentSpanId":null,"links":null,
      "startTimeUnixNano":5,"endTimeUnixNano":"6","kind":"2","extra":[{}],"status":{},
      "attributes":[{"key":"n","value":{"intValue":"9223372036854775807"}},{"key":"none"},
        {"key":"nan","value":{"doubleValue":"NaN"}},{"key":"__proto__","value":{"boolValue":true}},
        {"key":"odd","value":{"constructor":1,"stringValue":"kept"}},
        {"key":"map","value":{"kvlistValue":{"values":[{"key":"k","value":{"bytesValue":"AQI="}}]}}}]}`,
  )

  const { spans } = decodeJson(Buffer.from(body))

  expect(spans).toMatchObject([
    { kind: 'SERVER', startNs: 5n, endNs: 6n, links: [], status: { code: 'UNSET' } },
  ])
  expect(Object.entries(spans[0]?.attributes ?? {})).toEqual([
    ['n', 9_223_372_036_854_775_807n],
    ['none', null],
    ['nan', Number.NaN],
    ['__proto__', true],
    ['odd', 'kept'],
    ['map', { k: Uint8Array.of(1, 2) }],
  ])
})

function span(json: string): string {
  return `{"resourceSpans":[{"scopeSpans":[{"spans":[${json}]}]}]}`
}

function attribute(value: string): string {
  return `{"attributes":[{"key":"k","value":${value}}]}`
}

function nested(depth: number): string {
  return `${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}`
}

function delimited(number: number, bytes: number[]): number[] {
  const length: number[] = []
  let rest = bytes.length
  for (; rest > 0x7f; rest >>>= 7) length.push((rest & 0x7f) | 0x80)
  return [(number << 3) | 2, ...length, rest, ...bytes]
}

function outcomeOf(decode: () => { readonly spans: readonly unknown[] }): string {
  try {
    return `${decode().spans.length} spans`
  } catch (error) {
    return error instanceof MalformedPayload ? 'malformed' : String(error)
  }
}

/** A small generator with a seed, so that a failure can be seen again. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

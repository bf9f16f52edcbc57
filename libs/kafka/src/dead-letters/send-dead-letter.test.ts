import { createHash } from 'node:crypto'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import { TailspanError } from '@tailspan/errors'
import { rootScope } from '@tailspan/scope'
import { expect, test } from 'vitest'
import type { IncomingRecord } from '../message/incoming-record.ts'
import type { KafkaHeaders } from '../message/kafka-headers.ts'
import { messageBytes, type OutgoingMessage } from '../message/outgoing-message.ts'
import { NotSent, RecordRefused } from '../producer/send/send-errors.ts'
import { readDeadLetter } from './read-dead-letter.ts'
import { readNote, toReplay } from './replay-message.ts'
import { sendDeadLetter } from './send-dead-letter.ts'

const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
const names = { ce_id: 'e-1', ce_type: 'order.placed', ce_traceparent: traceparent }

function givenRecord(parts: Partial<IncomingRecord> = {}): IncomingRecord {
  return {
    topic: 'orders',
    partition: 2,
    offset: '4711',
    timestamp: '1795251600000',
    key: Buffer.from('o-1'),
    value: Buffer.from('{'),
    headers: names,
    ...parts,
  }
}

const error = new TailspanError('event-malformed', 'invalid', 'value is malformed')
const why = { groupId: 'mail', attempts: 1, error, context: ROOT_CONTEXT }
const refusedWith = (name: string) => new RecordRefused(name)

/** A topic that answers each letter as told; what it took are its letters. */
function givenTopic(refusalOf: (message: OutgoingMessage) => Error | undefined) {
  const taken: OutgoingMessage[] = []
  const producer = {
    async send(message: OutgoingMessage) {
      const refusal = refusalOf(message)
      if (refusal) throw refusal
      taken.push(message)
    },
  }
  const bury = (record: IncomingRecord) =>
    sendDeadLetter(record, why, { producer, scope: rootScope })
  return { taken, bury }
}

const limitedTo = (maxBytes: number) => (message: OutgoingMessage) =>
  messageBytes(message) > maxBytes ? refusedWith('MESSAGE_TOO_LARGE') : undefined

const value = Buffer.from('{"note":'.repeat(250_000))
const sha256 = createHash('sha256').update(value).digest('hex')
const manyHeaders = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`h-${i}`, 'x']))
const longKey = Buffer.alloc(5_000, 'k')

test.each<[string, Partial<IncomingRecord>, string | undefined, object]>([
  ['a record that fits is whole', {}, undefined, { value: Buffer.from('{') }],
  [
    'of a long value its beginning is kept',
    { value },
    'value',
    { value: value.subarray(0, 1_024) },
  ],
  [
    'of many headers those that name event and trace are',
    { headers: { ...manyHeaders, ...names } },
    'headers',
    { key: Buffer.from('o-1'), value: Buffer.from('{') },
  ],
  [
    'of a long key the place is, instead',
    { key: longKey, value, headers: manyHeaders },
    'value,headers,key',
    { key: 'orders/2@4711', value: null },
  ],
])('X1 where the topic takes 3,000 bytes, %s', async (...row) => {
  const [, parts, cut, kept] = row
  const { taken, bury } = givenTopic(limitedTo(3_000))

  const wasCut = await bury(givenRecord(parts))

  expect(wasCut).toBe(cut)
  expect(taken).toMatchObject([{ topic: 'orders.dlt', ...kept }])
  expect(taken[0]?.headers).toMatchObject({
    'dlt-original-topic': 'orders',
    'dlt-original-partition': '2',
    'dlt-original-offset': '4711',
    'dlt-exception-code': 'event-malformed',
  })
})

test('X1 a letter that was cut says how large the value was, its checksum and why', async () => {
  const { taken, bury } = givenTopic(limitedTo(3_000))

  await bury(givenRecord({ value }))

  expect(taken[0]?.headers).toMatchObject({
    ...names,
    'dlt-cut': 'value',
    'dlt-cut-bytes': '2000000',
    'dlt-cut-sha256': sha256,
    'dlt-cut-reason': 'the record was refused: MESSAGE_TOO_LARGE',
  })
  expect(readDeadLetter(arrived(taken[0]))?.cut).toMatchObject({ parts: 'value', bytes: 2_000_000 })
})

test.each(['INVALID_RECORD', 'RECORD_LIST_TOO_LARGE'])(
  'X1 a record that is refused with %s is buried, at last by its place',
  async (name) => {
    const { taken, bury } = givenTopic(({ value }) => (value ? refusedWith(name) : undefined))

    await bury(givenRecord())

    expect(taken).toMatchObject([{ key: 'orders/2@4711', value: null }])
  },
)

test('X1 a record that cannot be encoded is buried by its place', async () => {
  const cause = new TypeError('The "string" argument must be of type string')
  const refused = new RecordRefused(cause.message, { cause })
  const { taken, bury } = givenTopic(({ headers }) => ('odd' in headers ? refused : undefined))

  await bury(givenRecord({ headers: { odd: 5 as never, ...names } }))

  expect(taken).toMatchObject([{ headers: { 'dlt-cut': 'headers' } }])
})

test('C7 X1 where the topic does not take the place alone the record waits, and nobody is blamed', async () => {
  const { taken, bury } = givenTopic(() => refusedWith('MESSAGE_TOO_LARGE'))

  await expect(bury(givenRecord())).rejects.toMatchObject({
    code: 'dead-letter-refused',
    kind: 'unavailable',
    message: expect.stringContaining('orders.dlt does not take a dead letter'),
  })
  expect(taken).toEqual([])
})

// A topic that is missing or not allowed is this, too: the producer tries until its time is over.
test('C7 X1 a broker that is away cuts nothing', async () => {
  const { taken, bury } = givenTopic(() => new NotSent())

  await expect(bury(givenRecord({ value }))).rejects.toMatchObject({ code: 'not-sent' })
  expect(taken).toEqual([])
})

test('X1 what no broker would take is not even sent whole', async () => {
  const sizes: number[] = []
  const { bury } = givenTopic((message) => {
    sizes.push(messageBytes(message))
    return undefined
  })

  await bury(givenRecord({ value: Buffer.alloc(20_000_000) }))

  expect(Math.max(...sizes)).toBeLessThan(5_000)
})

test('X1 the text of an error is cut in the letter', async () => {
  const { taken, bury } = givenTopic(() => undefined)

  const long = new TailspanError('c'.repeat(500), 'invalid', 'x'.repeat(5_000))
  const producer = { send: async (message: OutgoingMessage) => void taken.push(message) }
  await sendDeadLetter(givenRecord(), { ...why, error: long }, { producer, scope: rootScope })
  await bury(givenRecord())

  expect(String(taken[0]?.headers['dlt-exception-message'])).toHaveLength(256)
  expect(String(taken[0]?.headers['dlt-exception-code'])).toHaveLength(64)
})

const odd: KafkaHeaders = Object.assign(Object.create(null), {
  ...names,
  empty: Buffer.alloc(0),
  none: null,
  binary: Buffer.from([0, 255]),
  many: [Buffer.from('a'), null, Buffer.from([128])],
  constructor: Buffer.from('c'),
  toString: null,
  hasOwnProperty: [null, null],
  // Of another tool, of which some are named as ours.
  'dlt-foreign': Buffer.from('f'),
  'dlt-original-topic': Buffer.from('theirs'),
  'dlt-cut': Buffer.from('theirs'),
  'dlt-attempts': [Buffer.from('1'), Buffer.from('2')],
  'dlt-replayed-to': Buffer.from('orders/0@1'),
  'dlt-exception-message': null,
})
Object.defineProperty(odd, '__proto__', { value: Buffer.from('p'), enumerable: true })

test('X2 odd headers are in the letter and in the replay as they were', async () => {
  const { taken, bury } = givenTopic(() => undefined)
  await bury(givenRecord({ headers: odd }))
  const record = arrived(taken[0])

  const letter = readDeadLetter(record)
  const replay = letter && toReplay(record, letter)

  expect(letter).toMatchObject({ groupId: 'mail', attempts: 1, original: { topic: 'orders' } })
  expect(letter?.cut).toBeUndefined()
  expect(readNote(record)).toBeUndefined()
  expect(Object.entries(record.headers)).toEqual(
    expect.arrayContaining(Object.entries(odd).filter(([name]) => !name.startsWith('dlt-'))),
  )
  expect(Object.entries(replay?.headers ?? {}).toSorted()).toEqual(
    [
      ...Object.entries(odd),
      ['dlt-replay-for', 'mail'],
      ['dlt-replay-of', 'orders/2@4711'],
    ].toSorted(),
  )
})

/** The letter as it would be read from its topic. */
function arrived(message: OutgoingMessage | undefined): IncomingRecord {
  const { key = null, value = null, headers = {} } = message ?? {}
  return givenRecord({
    topic: 'orders.dlt',
    offset: '0',
    headers,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
  })
}

import { createHash } from 'node:crypto'
import { eventually } from '@tailspan/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Codec, CodecMissing } from '../src/client/codecs/codec.ts'
import { gzip } from '../src/client/codecs/gzip.ts'
import { lz4 } from '../src/client/codecs/lz4.ts'
import { snappy } from '../src/client/codecs/snappy.ts'
import { zstd } from '../src/client/codecs/zstd.ts'
import { scanTopics } from '../src/dead-letters/scan-topics.ts'
import {
  createDeadLetters,
  createProducer,
  type DeadLetter,
  type KafkaHeaders,
  type ReplayOutcome,
} from '../src/index.ts'
import type { IncomingRecord } from '../src/message/incoming-record.ts'
import { givenConsumer } from './given-consumer.ts'
import { openKafka, openTopic, runActor } from './open-kafka.ts'
import { rawClient, writeStrange } from './write-strange.ts'

async function givenTopic(options: Parameters<typeof openTopic>[0] = {}) {
  const topic = await openTopic(options)
  const producer = createProducer(openKafka())
  const running = await runActor(producer.actor)
  return { topic, producer, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
}

/** What lies in a topic, as our own reader sees it. */
async function read(topic: string): Promise<IncomingRecord[]> {
  const records: IncomingRecord[] = []
  await scanTopics(
    openKafka(),
    () => [topic],
    (record) => void records.push(record),
  )
  return records
}

async function letterOf(topic: string): Promise<DeadLetter | false> {
  const { letters } = await createDeadLetters(openKafka()).list()
  return letters.find(({ original }) => original.topic === topic) ?? false
}

async function replay(letter: DeadLetter): Promise<readonly ReplayOutcome[]> {
  const outcomes: ReplayOutcome[] = []
  await createDeadLetters(openKafka()).replay([letter], (outcome) => outcomes.push(outcome))
  return outcomes
}

const malformed = Buffer.from('{"note":'.repeat(250_000))
const manyHeaders = Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [`h${i}`, 'x']))
const asGzip = { compression: 1 }
const asLz4 = { 'compression.type': 'lz4' }

test.each([
  ['2 MB of malformed JSON in a small batch', {}, { value: malformed }, 'value'],
  [
    'a value that a small topic does not take',
    { letterSettings: { 'max.message.bytes': '2500' } },
    { value: malformed },
    'value',
  ],
  [
    'headers that a small topic does not take',
    { letterSettings: { 'max.message.bytes': '2500' } },
    { value: '{', headers: manyHeaders },
    'headers',
  ],
  [
    'a key that a small topic does not take',
    { letterSettings: { 'max.message.bytes': '1500' } },
    { key: 'k'.repeat(3_000), value: malformed, headers: manyHeaders },
    'value,headers,key',
  ],
])('X1 %s: it is buried cut, and the good record behind is handled', async (...row) => {
  const [, options, record, parts] = row
  await using given = await givenTopic(options)
  await using consumer = await givenConsumer(given)

  await writeStrange(given.topic, [record, {}], asGzip)
  await consumer.received(1)
  const letter = await eventually(() => letterOf(given.topic))

  expect(letter).toMatchObject({
    original: { topic: given.topic, partition: 0, offset: '0' },
    reason: { code: 'event-malformed' },
    cut: {
      parts,
      bytes: record.value.length,
      sha256: createHash('sha256').update(record.value).digest('hex'),
      reason: expect.stringContaining('MESSAGE_TOO_LARGE'),
    },
  })
})

test('X1 a letter that was cut is replayed whole from where its record lies', async () => {
  await using given = await givenTopic({ letterSettings: { 'max.message.bytes': '1500' } })
  const state = { isBroken: true }
  const handle = () => {
    if (state.isBroken) throw new Error('not yet')
  }
  await using consumer = await givenConsumer({ ...given, maxAttempts: 1, handle })
  const value = JSON.stringify({ orderId: 'o-1', note: 'n'.repeat(5_000) })
  await writeStrange(given.topic, [{}, { value, headers: { odd: ['a', null], 'dlt-x': 'theirs' } }])
  const letter = await eventually(async () => {
    const { letters } = await createDeadLetters(openKafka()).list()
    return letters.find(({ original, cut }) => original.topic === given.topic && cut) ?? false
  })
  state.isBroken = false

  const outcomes = await replay(letter)

  expect(outcomes).toMatchObject([{ to: { topic: given.topic, offset: '2' }, isNoted: true }])
  await eventually(() => consumer.handled().length === 1)
  const [, original, replayed] = await read(given.topic)
  expect(replayed).toMatchObject({ key: original?.key, value: original?.value })
  expect({ ...replayed?.headers }).toEqual({
    ...original?.headers,
    'dlt-replay-for': Buffer.from(consumer.groupId),
    'dlt-replay-of': Buffer.from(`${given.topic}/0@1`),
  })
})

test('X1 a cut letter whose record has been deleted is refused with a sentence', async () => {
  await using given = await givenTopic({ letterSettings: { 'max.message.bytes': '2500' } })
  await using consumer = await givenConsumer(given)
  await writeStrange(given.topic, [{ value: malformed }, {}], asGzip)
  await consumer.received(1)
  const letter = await eventually(() => letterOf(given.topic))
  await consumer[Symbol.asyncDispose]()
  const admin = rawClient().admin()
  await admin.connect()
  await admin.deleteTopics({ topics: [given.topic] })
  // A broker forgets a topic some time after its controller has agreed to that.
  await eventually(async () => !(await admin.listTopics()).includes(given.topic))
  await admin.disconnect()

  const [outcome] = await replay(letter)

  expect(outcome).toMatchObject({
    refused: {
      code: 'letter-incomplete',
      message: expect.stringContaining(`${given.topic}/0@0 cannot be read any more`),
    },
  })
})

const odd: KafkaHeaders = Object.assign(Object.create(null), {
  empty: '',
  none: null,
  binary: Buffer.from([0, 255, 128]),
  schlüssel: 'ä',
  1: 'one',
  many: ['a', null, Buffer.from([1]), 'a'],
  constructor: 'c',
  toString: null,
  hasOwnProperty: ['x', null],
  'dlt-attempts': 'theirs',
  traceparent: ['00-x', '00-y'],
})
Object.defineProperty(odd, '__proto__', { value: 'p', enumerable: true })

test.each<[string, { key?: string | Buffer | null; value?: string | Buffer | null }]>([
  ['a key and a value', {}],
  ['no key', { key: null }],
  ['an empty key', { key: '' }],
  ['a binary key', { key: Buffer.from([0, 255]) }],
])('X2 odd headers with %s are no obstacle to a handler', async (_, parts) => {
  await using given = await givenTopic()
  await using consumer = await givenConsumer(given)

  await writeStrange(given.topic, [{ ...parts, headers: odd }])

  const [heard] = await consumer.received(1)
  expect(heard?.event.type).toBe('order.placed')
})

test.each<[string, { key?: string | Buffer | null; value: string | Buffer | null }]>([
  ['malformed JSON', { value: '{' }],
  ['a tombstone without a key', { key: null, value: null }],
  ['an empty value', { value: '' }],
  ['bytes', { value: Buffer.from([0, 255]) }],
])('X2 %s with odd headers is in the letter, and in the replay, as it was', async (...row) => {
  await using given = await givenTopic()
  await using consumer = await givenConsumer(given)

  await writeStrange(given.topic, [{ ...row[1], headers: odd }, {}])
  await consumer.received(1)
  const letter = await eventually(() => letterOf(given.topic))
  const outcomes = await replay(letter)

  expect(outcomes).toMatchObject([{ isNoted: true }])
  const [original, , replayed] = await read(given.topic)
  const [buried] = await read(`${given.topic}.dlt`)
  const { 'dlt-replay-for': _, 'dlt-replay-of': __, ...headers } = { ...replayed?.headers }
  expect(original?.headers.many).toEqual([
    Buffer.from('a'),
    null,
    Buffer.from([1]),
    Buffer.from('a'),
  ])
  expect(headers).toEqual({ ...original?.headers })
  expect({ ...buried?.headers }).toMatchObject({
    ...original?.headers,
    'dlt-attempts': [Buffer.from('theirs'), Buffer.from('1')],
  })
  for (const copy of [buried, replayed])
    expect(copy).toMatchObject({ key: original?.key, value: original?.value })
})

test.each(Object.entries({ lz4, snappy, gzip, zstd }))(
  'X4 %s set at the topic changes nothing for a consumer',
  async (name, codec) => {
    await using given = await givenTopic({ settings: { 'compression.type': name } })
    await using consumer = await givenConsumer(given)
    const unpacked = spyOnDecompress(codec)

    await writeStrange(given.topic, [{ value: '{' }, ...Array(500).fill({})])

    expect(await consumer.received(500)).toHaveLength(500)
    expect(unpacked).toHaveBeenCalled()
    await consumer.check()
  },
)

function spyOnDecompress(codec: Codec) {
  const spy = vi.spyOn(codec, 'decompress')
  onTestFinished(() => spy.mockRestore())
  return spy
}

test('X4 a codec that is missing is named with its topic and setting, and waited for', async () => {
  await using given = await givenTopic({ settings: asLz4 })
  await using consumer = await givenConsumer(given)
  const unpacks = spyOnDecompress(lz4)
  unpacks.mockRejectedValue(new CodecMissing('the package lz4-napi does not run here'))

  await writeStrange(given.topic, [{}, {}])
  const why = await eventually(() =>
    consumer.check().then(
      () => false,
      (error) => error,
    ),
  )
  unpacks.mockRestore()

  expect(why).toMatchObject({ code: 'codec-missing', kind: 'unavailable' })
  expect(why.message).toContain('no codec lz4')
  expect(why.message).toContain(`compression.type of ${given.topic}`)
  await consumer.received(2)
  await eventually(() =>
    consumer.check().then(
      () => true,
      () => false,
    ),
  )
  expect(await read(`${given.topic}.dlt`)).toEqual([])
})

test('X4 a batch that cannot be decoded is buried by its place after a few tries', async () => {
  await using given = await givenTopic({ settings: asLz4 })
  await using consumer = await givenConsumer({ ...given, maxAttempts: 3 })
  const { decompress } = lz4
  let first: Buffer | undefined
  // A broker takes no stream that is broken: it breaks at rest.
  spyOnDecompress(lz4).mockImplementation(async (bytes) => {
    first ??= Buffer.from(bytes)
    if (bytes.equals(first)) throw new Error('incorrect data check')
    return decompress(bytes)
  })

  await writeStrange(given.topic, [{}, {}, {}])
  await writeStrange(given.topic, [{}])
  await consumer.received(1)
  const letter = await eventually(() => letterOf(given.topic))

  expect(letter).toMatchObject({
    attempts: 3,
    original: { offset: '0' },
    reason: { code: 'batch-unreadable' },
    cut: {
      parts: 'batch',
      sha256: createHash('sha256')
        .update(first ?? '')
        .digest('hex'),
    },
  })
  expect(letter.reason.message).toContain(`3 records, ${given.topic}/0@0 to ${given.topic}/0@2`)
  expect(letter.reason.message).toContain(`as lz4 (compression.type of ${given.topic})`)
  await consumer.check()
})

test('X1 a small batch that unpacks to 80 MB is buried by its place', async () => {
  await using given = await givenTopic()
  await using consumer = await givenConsumer({ ...given, maxAttempts: 2 })

  await writeStrange(given.topic, [{ value: Buffer.alloc(80_000_000) }], asGzip)
  await writeStrange(given.topic, [{}])
  await consumer.received(1)

  expect(await eventually(() => letterOf(given.topic))).toMatchObject({
    reason: { code: 'batch-unreadable' },
    cut: { parts: 'batch' },
  })
})

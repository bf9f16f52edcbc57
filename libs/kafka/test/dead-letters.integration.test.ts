import { eventually, infrastructure, readTopic, uniqueId } from '@tailspan/testkit'
import kafkajs from 'kafkajs'
import { expect, test } from 'vitest'
import { createDeadLetters, type DeadLetter } from '../src/index.ts'
import { givenTwoGroups, isOf } from './given-two-groups.ts'
import { openKafka } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'
import { givenRequest, spansOf } from './spans.ts'

const read = (topic: string) => readTopic(infrastructure().brokers, topic)

test('a letter tells which group dead-lettered what, why, and in which trace', async () => {
  await using given = await givenTwoGroups()
  const { scope, traceId } = givenRequest()

  const event = await given.say(createOrderPlaced(), scope)
  const [letter] = await eventually(async () => {
    const letters = await given.listed()
    return letters.length > 0 && letters
  })

  expect(letter).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f]{16}$/),
    groupId: given.one.groupId,
    original: { topic: given.topic, partition: 0, offset: '0' },
    lies: { topic: `${given.topic}.dlt`, offset: '0' },
    copies: 1,
    key: event.subject,
    eventId: event.id,
    eventType: 'order.placed',
    attempts: 2,
    reason: { code: 'order-odd', kind: 'conflict', message: 'this order cannot be' },
    traceId,
    replays: [],
  })
  expect(Date.now() - (letter?.deadLetteredAtMs ?? 0)).toBeLessThan(60_000)
})

test('C8 T7 a replay is taken once by the group that had dead-lettered it, in the trace of its event', async () => {
  await using given = await givenTwoGroups()
  const { scope, traceId } = givenRequest()
  const event = await given.say(createOrderPlaced(), scope)
  const letters = await eventually(async () => {
    const found = await given.listed()
    return found.length === 1 && found
  })
  given.state.isBroken = false

  const [outcome] = await given.replayed(letters)
  const after = await given.say()
  await eventually(() => given.one.handled().includes(after.id))
  await eventually(() => given.other.handled().includes(after.id))

  expect(outcome).toMatchObject({ to: { topic: given.topic, partition: 0, offset: '1' } })
  expect(given.one.handled()).toEqual([event.id, after.id])
  expect(given.other.handled()).toEqual([event.id, after.id])
  const [original, replay] = await read(given.topic)
  expect(replay).toMatchObject({ key: original?.key, value: original?.value })
  expect(replay?.headers).toEqual({
    ...original?.headers,
    'dlt-replay-for': given.one.groupId,
    'dlt-replay-of': `${given.topic}/0@0`,
  })
  await eventually(() => spansOf(traceId).filter(isProcess).length === 4)
  expectReplaySpans(traceId)
})

const isProcess = ({ name }: { name: string }) => name.startsWith('process')

/** The replay lies in the creation context and points to the last attempt that failed. */
function expectReplaySpans(traceId: string): void {
  const spans = spansOf(traceId)
  const create = spans.find(({ name }) => name.startsWith('create'))
  const replay = spans.find(({ name }) => name.startsWith('replay'))
  const failed = spans.filter((span) => span.attributes['error.type'] === 'order-odd')
  expect(replay).toMatchObject({ parentSpanContext: { spanId: create?.spanContext().spanId } })
  expect(replay?.links.map(({ context }) => context.spanId)).toEqual([
    failed.at(-1)?.spanContext().spanId,
  ])
  const sent = spans.filter((span) => span.parentSpanContext?.spanId === idOf(replay))
  expect(sent.map(({ name }) => name)).toEqual([expect.stringMatching(/^send /)])
  const taken = spans.filter(isProcess).at(-1)
  expect(taken).toMatchObject({ parentSpanContext: { spanId: idOf(create) } })
}

const idOf = (span: { spanContext(): { spanId: string } } | undefined) => span?.spanContext().spanId

test('a letter remembers its replays, also when the program that made them is long gone', async () => {
  await using given = await givenTwoGroups()
  await given.say()
  const [letter] = await eventually(async () => (await given.listed()).length > 0 && given.listed())
  given.state.isBroken = false

  const [first] = letter ? await given.replayed([letter]) : []
  const second = createDeadLetters(openKafka())
  const [again] = (await second.list()).letters.filter(isOf(given.topic))

  expect(first).toMatchObject({ isNoted: true })
  expect(again).toMatchObject({ id: letter?.id, copies: 1 })
  expect(again?.replays).toEqual([
    { to: { topic: given.topic, partition: 0, offset: '1' }, atMs: expect.any(Number) },
  ])
})

test('a replay that fails again is a letter of its own, which says what it was a replay of', async () => {
  await using given = await givenTwoGroups()
  await given.say()
  const [letter] = await eventually(async () => (await given.listed()).length > 0 && given.listed())

  if (letter) await given.replayed([letter])
  const letters = await eventually(async () => {
    const found = await given.listed()
    return found.length === 2 && found
  })

  expect(letters.map(({ original, replayOf }) => [original.offset, replayOf])).toEqual([
    ['0', undefined],
    ['1', `${given.topic}/0@0`],
  ])
})

test('copies after a crash are one letter; what is no letter is counted apart', async () => {
  await using given = await givenTwoGroups()
  await given.say()
  await eventually(async () => (await given.listed()).length > 0)
  const before = (await given.deadLetters.list()).foreignCount
  await copyFirst(`${given.topic}.dlt`)
  await write(`${given.topic}.dlt`, { value: 'by another tool', headers: {} })

  const { letters, foreignCount } = await given.deadLetters.list()

  expect(letters.filter(isOf(given.topic))).toMatchObject([{ copies: 2 }])
  expect(foreignCount).toBeGreaterThan(before)
})

test('a letter that retention has deleted is left out of a replay', async () => {
  await using given = await givenTwoGroups()
  await given.say()
  const [letter] = await eventually(async () => (await given.listed()).length > 0 && given.listed())
  const gone = { ...letter, lies: { topic: `${given.topic}.dlt`, partition: 0, offset: '99' } }

  const outcomes = await given.replayed([gone as DeadLetter])

  expect(outcomes).toEqual([])
  expect(await given.deadLetters.read(gone as DeadLetter)).toBeUndefined()
})

test('brokers that are away are named at once, and no reader of ours stays behind', async () => {
  const away = createDeadLetters(openKafka({ brokers: ['127.0.0.1:1'] }))
  // Other tests read meanwhile, and one that was killed leaves its group behind.
  const before = new Set(await readersGroups())

  await expect(away.list()).rejects.toMatchObject({
    code: 'brokers-unavailable',
    message: expect.stringContaining('127.0.0.1:1'),
  })
  await createDeadLetters(openKafka()).list()
  await eventually(async () => (await readersGroups()).every((id) => before.has(id)))
})

const client = () =>
  new kafkajs.Kafka({ brokers: infrastructure().brokers.split(','), logLevel: 0 })

async function readersGroups(): Promise<string[]> {
  const admin = client().admin()
  await admin.connect()
  const { groups } = await admin.listGroups().finally(() => admin.disconnect())
  return groups.map(({ groupId }) => groupId).filter((id) => id.startsWith('tailspan-dead-letters'))
}

type Written = { key?: string | null; value: string | null; headers: Record<string, string> }

async function write(topic: string, message: Written): Promise<void> {
  const producer = client().producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  await producer.send({ topic, messages: [{ key: uniqueId('key'), ...message }] })
  await producer.disconnect()
}

async function copyFirst(topic: string): Promise<void> {
  const [first] = await read(topic)
  if (first) await write(topic, first)
}

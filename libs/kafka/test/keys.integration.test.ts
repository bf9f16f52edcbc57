import { TailspanError } from '@tailspan/errors'
import { eventually, infrastructure, readGroup, readTopic, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import type { CloudEvent } from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { givenProducer as givenOne } from './given-producer.ts'
import { listeningLog, openKafka, openTopic } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

const patient = { timeoutMs: 60_000 }
const odd = new TailspanError('order-odd', 'conflict', 'this order cannot be')
const away = new TailspanError('database-away', 'unavailable', 'no database')

async function givenProducer() {
  const sender = await givenOne()
  const say = (topic: string, events: readonly CloudEvent[]) =>
    Promise.all(events.map((event) => sender.say(topic, event)))
  return { ...sender, say }
}

const ordersNamed = (...names: string[]) => names.map((orderId) => createOrderPlaced({ orderId }))
const countTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const idsOf = (events: readonly { id: string }[]) => events.map(({ id }) => id)

test('C12 records of different keys of one partition are handled side by side', async () => {
  await using sender = await givenProducer()
  const second = Promise.withResolvers<void>()
  await using consumer = await givenConsumer({
    producer: sender.producer,
    // The first one ends only once the second has begun.
    handle: ({ event }) => (event.subject === 'a' ? second.promise : second.resolve()),
  })

  await sender.say(consumer.topic, ordersNamed('a', 'b'))

  await eventually(() => consumer.handled().length === 2)
})

test('C12 no more keys are in hand at once than were asked for', async () => {
  await using sender = await givenProducer()
  const gate = Promise.withResolvers<void>()
  await using consumer = await givenConsumer({
    producer: sender.producer,
    keysAtOnce: 3,
    handle: () => gate.promise,
  })

  await sender.say(consumer.topic, ordersNamed('a', 'b', 'c', 'd', 'e'))
  await consumer.received(3)
  const inHand = consumer.heard().length
  gate.resolve()

  await eventually(() => consumer.handled().length === 5)
  expect(inHand).toBe(3)
})

test('C13 records of one key are handled one by one in their order, also when each fails at first', async () => {
  await using sender = await givenProducer()
  const inHand = new Set<unknown>()
  const failed = new Set<string>()
  let overlaps = 0
  await using consumer = await givenConsumer({
    producer: sender.producer,
    async handle({ event: { id, subject } }) {
      if (inHand.has(subject)) overlaps += 1
      inHand.add(subject)
      await new Promise(setImmediate)
      inHand.delete(subject)
      if (failed.has(id)) return
      failed.add(id)
      throw odd
    },
  })
  const events = countTo(30).flatMap(() => ordersNamed('a', 'b', 'c'))

  await sender.say(consumer.topic, events)

  await eventually(() => consumer.handled().length === events.length, patient)
  expect(overlaps).toBe(0)
  for (const key of ['a', 'b', 'c']) {
    const said = idsOf(events.filter(({ subject }) => subject === key))
    expect(consumer.handled().filter((id) => said.includes(id))).toEqual(said)
  }
})

test('C15 a slow key holds up others only at the bound of the window', async () => {
  await using sender = await givenProducer()
  const gate = Promise.withResolvers<void>()
  await using consumer = await givenConsumer({
    producer: sender.producer,
    maxAhead: 10,
    handle: ({ event }) => (event.subject === 'slow' ? gate.promise : undefined),
  })

  await sender.say(consumer.topic, ordersNamed('slow', ...countTo(30).map(String)))
  await eventually(() => consumer.handled().length === 9)
  const heard = consumer.heard().length
  gate.resolve()

  await eventually(() => consumer.handled().length === 31)
  expect(heard).toBe(10)
})

test.each([
  ['by its own fault', odd],
  ['because something it needs is away', away],
])('C15 a key that fails %s holds up no other', async (_why, error) => {
  await using sender = await givenProducer()
  let isBroken = true
  await using consumer = await givenConsumer({
    producer: sender.producer,
    maxAttempts: 1_000,
    maxBackoffMs: 20,
    handle({ event }) {
      if (event.subject === 'broken' && isBroken) throw error
    },
  })
  const others = ordersNamed(...countTo(40).map(String))

  await sender.say(consumer.topic, [...ordersNamed('broken'), ...others])
  await eventually(() => consumer.handled().length === others.length)
  isBroken = false

  await eventually(() => consumer.handled().length === others.length + 1)
  expect(consumer.handled().slice(0, -1).toSorted()).toEqual(idsOf(others).toSorted())
})

test('C6 while something is away for every key, one record at a time asks whether it is back', async () => {
  await using sender = await givenProducer()
  let isAway = true
  let inHand = 0
  const atOnce: number[] = []
  await using consumer = await givenConsumer({
    producer: sender.producer,
    maxBackoffMs: 20,
    keysAtOnce: 4,
    async handle() {
      atOnce.push(++inHand)
      await new Promise(setImmediate)
      inHand -= 1
      if (isAway) throw away
    },
  })

  await sender.say(consumer.topic, ordersNamed(...countTo(40).map(String)))
  await eventually(() => atOnce.length >= 24)
  // Four in a row have failed by then, however the first ones were fetched.
  const whileAway = atOnce.slice(8)
  isAway = false

  await eventually(() => consumer.handled().length === 40)
  expect(Math.max(...whileAway)).toBe(1)
  expect(await readTopic(infrastructure().brokers, `${consumer.topic}.dlt`)).toEqual([])
})

test('C6 C15 what is back is noticed although a slow key is still in hand', async () => {
  await using sender = await givenProducer()
  const gate = Promise.withResolvers<void>()
  let isAway = true
  let failures = 0
  await using consumer = await givenConsumer({
    producer: sender.producer,
    maxBackoffMs: 20,
    keysAtOnce: 4,
    async handle({ event }) {
      if (event.subject === 'slow') return gate.promise
      if (!isAway) return
      failures += 1
      throw away
    },
  })

  await sender.say(consumer.topic, ordersNamed('slow', ...countTo(20).map(String)))
  await eventually(() => failures >= 8)
  isAway = false

  await eventually(() => consumer.handled().length === 20)
  gate.resolve()
  await eventually(() => consumer.handled().length === 21)
})

test('C16 in a backoff the batch ends: another member can join, and what is done beyond is not done again', async () => {
  await using sender = await givenProducer()
  let failures = 0
  const shared = { producer: sender.producer, groupId: uniqueId('group') }
  await using consumer = await givenConsumer({
    ...shared,
    backoffMs: 2_000,
    maxBackoffMs: 2_000,
    handle({ event }) {
      if (event.subject === 'odd' && ++failures < 2) throw odd
    },
  })
  const events = ordersNamed('before', 'odd', 'behind', 'further')
  await sender.say(consumer.topic, events)
  await eventually(() => consumer.handled().length === 3)

  await using other = await givenConsumer({ ...shared, topic: consumer.topic })
  await eventually(other.isJoined, patient)

  await eventually(
    () => [...consumer.handled(), ...other.handled()].includes(events[1]?.id ?? ''),
    patient,
  )
  const times = consumer.heard().map(({ event }) => event.subject)
  expect(times.filter((subject) => subject !== 'odd').toSorted()).toEqual([
    'before',
    'behind',
    'further',
  ])
})

test('C16 a stop finishes all that is in hand and begins no other; the rest is the next owner’s', async () => {
  await using sender = await givenProducer()
  const gate = Promise.withResolvers<void>()
  const first = await givenConsumer({
    producer: sender.producer,
    keysAtOnce: 3,
    handle: () => gate.promise,
  })
  const events = ordersNamed('a', 'b', 'c', 'd', 'e')
  await sender.say(first.topic, events)
  await first.received(3)

  const stopped = first[Symbol.asyncDispose]()
  gate.resolve()
  await stopped

  const { topic, groupId } = first
  await using second = await givenConsumer({ producer: sender.producer, topic, groupId })
  await second.received(2)
  expect(first.handled().toSorted()).toEqual(idsOf(events.slice(0, 3)).toSorted())
  expect(idsOf(second.heard().map(({ event }) => event))).toEqual(idsOf(events.slice(3)))
})

test('C16 a rebalance waits for what is in hand and begins nothing else; nothing is done twice', async () => {
  await using sender = await givenProducer()
  const topic = await openTopic({ partitions: 2 })
  const gate = Promise.withResolvers<void>()
  const { log, heard } = listeningLog()
  const groupId = uniqueId('group')
  const shared = { producer: sender.producer, topic, groupId, heartbeatMs: 200 }
  // Before it is consumed: behind the batches of one fetch that are in hand nothing is fetched.
  const events = ordersNamed(...countTo(40).map(String))
  await sender.say(topic, events)
  await using one = await givenConsumer({
    ...shared,
    kafka: openKafka({ log }),
    keysAtOnce: 2,
    handle: () => gate.promise,
  })
  await one.received(4)

  const two = givenConsumer(shared)
  const { brokers } = infrastructure()
  const isRebalancing = async () =>
    (await readGroup({ brokers, groupId, topics: [topic] })).members.length === 0
  await eventually(isRebalancing, patient)
  const begun = one.heard().length
  const joinedBefore = heard("event: 'consumer.joined'")
  gate.resolve()
  await using other = await two
  await eventually(() => heard("event: 'consumer.joined'") > joinedBefore, patient)

  const all = () => [...one.handled(), ...other.handled()]
  await eventually(() => all().length >= events.length, patient)
  expect(begun).toBe(4)
  expect(all().toSorted()).toEqual(idsOf(events).toSorted())
})

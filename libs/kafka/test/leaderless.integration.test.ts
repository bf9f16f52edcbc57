import { rootScope } from '@tailspan/scope'
import { eventually, uniqueId } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProducer } from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { openKafka, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'
import { givenThreeBrokers } from './port/given-three-brokers.ts'

const patient = { timeoutMs: 60_000 }
// So long nobody wants to wait for what is there again.
const seconds = { timeoutMs: 15_000 }

let cluster: Awaited<ReturnType<typeof givenThreeBrokers>>

beforeAll(async () => {
  cluster = await givenThreeBrokers()
})
afterAll(() => cluster[Symbol.asyncDispose]())

/** A topic with a partition on each broker, and events for it. */
async function givenTopic() {
  await using undo = new AsyncDisposableStack()
  const topic = await cluster.openTopicOn([1, 2, 3])
  const kafka = openKafka({ brokers: cluster.brokers, requestTimeoutMs: 2_000 })
  const producer = createProducer(kafka, { topics: [topic] })
  undo.use(await runActor(producer.actor))
  const sent: string[] = []
  const acknowledged: string[] = []
  const say = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const event = createOrderPlaced()
        sent.push(event.id)
        await producer.send(producer.create(topic, event, rootScope), { scope: rootScope })
        acknowledged.push(event.id)
      }),
    )
  const running = undo.move()
  return {
    shared: { kafka, producer, topic, groupId: uniqueId('group') },
    sent,
    acknowledged,
    say,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

const handledBy = (...consumers: readonly { handled: () => readonly string[] }[]) =>
  new Set(consumers.flatMap((one) => one.handled()))

test('K2 while a partition has no leader the others are consumed, also by who comes then; it is again when its leader is back', async () => {
  await using given = await givenTopic()
  const { say, sent, acknowledged } = given
  await using one = await givenConsumer(given.shared)
  await say(30)
  await eventually(() => handledBy(one).size === 30, patient)

  using frozen = await cluster.freeze({ topic: given.shared.topic, node: 3 })
  const first = say(30)
  await eventually(() => acknowledged.length >= 40, patient)
  await eventually(() => handledBy(one).size === acknowledged.length, seconds)
  await using two = await givenConsumer(given.shared)
  await eventually(two.isJoined, patient)
  const second = say(30)
  await eventually(() => acknowledged.length >= 55, patient)
  await eventually(() => handledBy(one, two).size === acknowledged.length, seconds)
  const meanwhile = acknowledged.length
  frozen[Symbol.dispose]()
  await Promise.all([first, second])
  await eventually(() => handledBy(one, two).size === 90, seconds)

  expect(meanwhile).toBeLessThan(90)
  expect(handledBy(one, two)).toEqual(new Set(sent))
})

test('K2 the coordinator of a group freezes: within seconds its members go on with another one', async () => {
  await using given = await givenTopic()
  const { say, acknowledged } = given
  const { topic, groupId } = given.shared
  await using consumer = await givenConsumer(given.shared)
  await say(30)
  await eventually(() => handledBy(consumer).size === 30, patient)

  const node = await cluster.coordinatorOf(groupId)
  using frozen = await cluster.freeze({ topic, node })
  const said = say(30)
  await eventually(() => acknowledged.length >= 40, patient)
  await eventually(() => handledBy(consumer).size === acknowledged.length, seconds)
  frozen[Symbol.dispose]()
  await said
  await eventually(() => handledBy(consumer).size === 60, seconds)

  expect(handledBy(consumer).size).toBe(60)
  // Once more at most what was handled and not committed yet, not all of it with each try.
  expect(consumer.handled().length).toBeLessThan(90)
})

test('K2 a group that begins while a partition has no leader consumes the others, and that one from its first record', async () => {
  await using given = await givenTopic()
  const { say, sent } = given
  await say(30)
  const { topic } = given.shared
  const admin = given.shared.kafka.client.openAdmin(given.shared.kafka)
  await admin.connect()
  const ends = await admin.offsetsOf(
    [0, 1].map((partition) => ({ topic, partition })),
    'end',
  )
  await admin.disconnect()
  admin.cut()
  const others = ends.reduce((sum, { offset }) => sum + Number(offset), 0)

  using frozen = await cluster.freeze({ topic: given.shared.topic, node: 3 })
  await using consumer = await givenConsumer(given.shared)
  await eventually(() => handledBy(consumer).size === others, seconds)
  frozen[Symbol.dispose]()
  await eventually(() => handledBy(consumer).size === 30, seconds)

  expect(others).toBeLessThan(30)
  expect(handledBy(consumer)).toEqual(new Set(sent))
})

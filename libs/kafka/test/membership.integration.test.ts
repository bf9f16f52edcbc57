import { TailspanError } from '@tailspan/errors'
import { rootScope, type Scope } from '@tailspan/scope'
import { eventually, infrastructure, startKafkaLink, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createProducer } from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { listeningLog, openKafka, openTopic, runActor } from './open-kafka.ts'
import { orderPlaced } from './order-events.ts'

const shortSession = { sessionMs: 1_000, heartbeatMs: 200 }
const patient = { timeoutMs: 20_000 }

async function givenProducer() {
  const producer = createProducer(openKafka())
  const running = await runActor(producer.actor)
  const say = (topic: string, event = orderPlaced()) =>
    producer.send(producer.create(topic, event, rootScope), { scope: rootScope })
  return { producer, say, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
}

test('C6 a handler may take longer than a session: heartbeats go on, and nobody else gets its record', async () => {
  await using sender = await givenProducer()
  const gate = Promise.withResolvers<void>()
  const shared = { ...shortSession, producer: sender.producer, groupId: uniqueId('group') }
  await using slow = await givenConsumer({ ...shared, handle: () => gate.promise })
  const event = orderPlaced()
  await sender.say(slow.topic, event)
  const [heard] = await slow.hears(1)

  // Time itself is the subject: two sessions.
  await new Promise((resolve) => setTimeout(resolve, 2 * shortSession.sessionMs))
  const isAborted = heard?.scope.signal.aborted
  gate.resolve()

  await eventually(() => slow.handled().includes(event.id))
  await sender.say(slow.topic)
  await slow.hears(2)
  expect(isAborted).toBe(false)
  expect(slow.heard().filter((one) => one.event.id === event.id)).toHaveLength(1)
})

test('C9 a consumer whose broker was gone for longer than a session comes back by itself', async () => {
  await using sender = await givenProducer()
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 500 })
  await using consumer = await givenConsumer({ ...shortSession, kafka, producer: sender.producer })
  await sender.say(consumer.topic)
  await consumer.hears(1)

  link.hold()
  await eventually(() => !consumer.isJoined(), patient)
  link.sever()
  const event = orderPlaced()
  await sender.say(consumer.topic, event)
  link.release()

  await eventually(() => consumer.handled().includes(event.id), patient)
})

test('C9 a consumer that kafkajs gives up ends its actor with the cause', async () => {
  await using sender = await givenProducer()
  const broken = new TypeError('a bug of ours')
  await using consumer = await givenConsumer({
    producer: sender.producer,
    log: { debug() {}, info() {}, error() {}, warn: () => fail(broken) },
    handle: () => fail(new TailspanError('away', 'unavailable', 'makes the consumer log')),
  })

  await sender.say(consumer.topic)

  await expect(consumer.ended).rejects.toMatchObject({
    code: 'consumer-crashed',
    kind: 'internal',
    cause: expect.objectContaining({ message: broken.message }),
  })
})

test('C11 an owner that lost its partition during a backoff does nothing more to its record', async () => {
  await using sender = await givenProducer()
  const topic = await openTopic()
  const groupId = uniqueId('group')
  const shared = { ...shortSession, producer: sender.producer, topic, groupId }
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 500 })
  const away = new TailspanError('away', 'unavailable', 'no database')
  const { log, heard } = listeningLog()
  await using old = await givenConsumer({
    ...shared,
    kafka: { ...kafka, log },
    backoffMs: 1_500,
    maxBackoffMs: 1_500,
    handle: () => fail(away),
  })
  const event = orderPlaced()
  await sender.say(topic, event)
  await old.hears(1)

  link.hold()
  await using owner = await givenConsumer(shared)
  await eventually(() => owner.handled().includes(event.id), patient)
  link.release()
  // By then its backoff is over and it has noticed.
  await eventually(() => heard("event: 'consumer.joined'") > 1, patient)

  expect(idsOf(old.heard()).filter((id) => id === event.id)).toHaveLength(1)
})

test('C11 a handler at work is aborted when its consumer is no longer a member', async () => {
  await using sender = await givenProducer()
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 300 })
  await using consumer = await givenConsumer({
    ...shortSession,
    kafka,
    producer: sender.producer,
    handle: ({ scope }) => untilAborted(scope),
  })
  await sender.say(consumer.topic)
  const [heard] = await consumer.hears(1)

  link.hold()
  await eventually(() => heard?.scope.signal.aborted === true, patient)
  link.release()

  expect(heard?.scope.signal.reason).toMatchObject({ code: 'partition-lost' })
  await consumer.hears(2)
})

function fail(error: Error): never {
  throw error
}

const idsOf = (heard: readonly { event: { id: string } }[]) => heard.map(({ event }) => event.id)

function untilAborted({ signal }: Scope): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}

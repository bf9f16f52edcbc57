import { TailspanError } from '@tailspan/errors'
import { unlessAborted } from '@tailspan/scope'
import { eventually, infrastructure, readGroup, startKafkaLink, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createConsumer, createKafkaAdmin, createProducer } from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { givenProducer } from './given-producer.ts'
import { listeningLog, openKafka, openTopic } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

const shortSession = { sessionMs: 3_000, heartbeatMs: 200 }
const patient = { timeoutMs: 60_000 }

test('C6 a handler may take longer than a session: heartbeats go on, and nobody else gets its record', async () => {
  await using sender = await givenProducer()
  const gate = Promise.withResolvers<void>()
  // Longer than a broker or a process may stand still on a busy machine.
  const session = { sessionMs: 6_000, heartbeatMs: 200 }
  const shared = { ...session, producer: sender.producer, groupId: uniqueId('group') }
  await using slow = await givenConsumer({ ...shared, handle: () => gate.promise })
  const { brokers } = infrastructure()
  const query = { brokers, groupId: shared.groupId, topics: [slow.topic] }
  const members = async () => (await readGroup(query)).members
  const event = createOrderPlaced()
  await sender.say(slow.topic, event)
  const [heard] = await slow.received(1)

  const before = await members()

  // Time itself is the subject: a session and a half.
  await new Promise((resolve) => setTimeout(resolve, 1.5 * session.sessionMs))
  const isAborted = heard?.scope.signal.aborted
  const after = await members()
  gate.resolve()

  await eventually(() => slow.handled().includes(event.id))
  await sender.say(slow.topic)
  await slow.received(2)
  expect(isAborted).toBe(false)
  expect([before.length, after]).toEqual([1, before])
  expect(slow.heard().filter((one) => one.event.id === event.id)).toHaveLength(1)
})

test('C9 a consumer whose broker was gone for longer than a session comes back by itself', async () => {
  await using sender = await givenProducer()
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 500 })
  await using consumer = await givenConsumer({ ...shortSession, kafka, producer: sender.producer })
  await sender.say(consumer.topic)
  await consumer.received(1)

  link.hold()
  await eventually(() => !consumer.isJoined(), patient)
  link.sever()
  const event = createOrderPlaced()
  await sender.say(consumer.topic, event)
  link.release()

  await eventually(() => consumer.handled().includes(event.id), patient)
})

test('C9 a consumer that starts while the broker goes away comes back by itself', async () => {
  await using sender = await givenProducer()
  await using link = await startKafkaLink(infrastructure())
  const { log, heard } = listeningLog()
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 500 })
  await using consumer = await givenConsumer({
    ...shortSession,
    kafka: { ...kafka, log },
    producer: sender.producer,
  })

  await link.refuse()
  await eventually(() => heard("event: 'consumer.crashed'") > 2, patient)
  await link.accept()
  const event = createOrderPlaced()
  await sender.say(consumer.topic, event)

  await eventually(() => consumer.handled().includes(event.id), patient)
})

test('C9 a consumer that its client ends, ends its actor with the cause', async () => {
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

test('C11 a handler at work is aborted when its consumer is no longer a member', async () => {
  await using sender = await givenProducer()
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 300 })
  await using consumer = await givenConsumer({
    ...shortSession,
    kafka,
    producer: sender.producer,
    handle: ({ scope }) => unlessAborted(new Promise<never>(() => {}), scope.signal),
  })
  await sender.say(consumer.topic)
  const [heard] = await consumer.received(1)

  link.hold()
  await eventually(() => heard?.scope.signal.aborted === true, patient)
  link.release()

  expect(heard?.scope.signal.reason).toMatchObject({ code: 'partition-lost' })
  await consumer.received(2)
})

test('S6 a start that is stopped leaves no socket behind, however silent the broker is', async () => {
  await using sender = await givenProducer()
  await using link = await startKafkaLink(infrastructure())
  // A request that times out would close them too, but not this soon.
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 600_000 })
  const handlers = {}
  const consumer = createConsumer(kafka, { ...sender, groupId: 'g', topics: ['t'], handlers })
  const actors = [
    createProducer(kafka).actor,
    consumer.actor,
    createKafkaAdmin(kafka, { reads: [{ topic: 't', partitions: 1 }] }).actor,
  ]
  const starting = new AbortController()
  link.hold()

  const started = actors.map((actor) => actor.start?.(starting.signal))
  await eventually(() => link.connectionCount() === actors.length)
  starting.abort(new Error('stopping'))

  await Promise.all(started.map((start) => expect(start).rejects.toThrow('stopping')))
  await eventually(() => link.connectionCount() === 0)
})

test('S6 a member that still waits for others to join stops at once and does not come back', async () => {
  await using sender = await givenProducer()
  await using link = await startKafkaLink(infrastructure())
  const { log, heard } = listeningLog()
  const kafka = openKafka({ brokers: [link.address], log })
  const topic = await openTopic()
  const { actor } = createConsumer(kafka, {
    ...sender,
    groupId: uniqueId('group'),
    topics: [topic],
    handlers: {},
  })
  const running = new AbortController()
  await actor.start?.(running.signal)
  link.hold('to-client')
  const ended = actor.run?.(running.signal)
  await eventually(() => link.heldBytes('to-client') > 0)

  const budget = AbortSignal.timeout(20_000)
  await actor.stop?.(budget, 250)
  const hasWaited = budget.aborted
  running.abort()
  await ended

  await eventually(() => link.connectionCount() === 0)
  expect(hasWaited).toBe(false)
  expect(heard("event: 'consumer.crashed'")).toBe(0)
})

function fail(error: Error): never {
  throw error
}

import { readFileSync } from 'node:fs'
import { rootScope } from '@tailspan/scope'
import { eventually, type SecuredKafka, startSecuredKafka, uniqueId } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createDeadLetters,
  createKafkaAdmin,
  createProducer,
  type KafkaOptions,
  type Sasl,
} from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { listeningLog, openKafka, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

let broker: SecuredKafka
beforeAll(async () => {
  broker = await startSecuredKafka()
})
afterAll(() => broker[Symbol.asyncDispose]())

const sasl = (mechanism: Sasl['mechanism'], password = broker.password): Sasl => ({
  mechanism,
  username: broker.username,
  password: { reveal: () => password },
})

function open(options: Partial<KafkaOptions> = {}) {
  const tls = { ca: readFileSync(broker.caFile, 'utf8') }
  const brokers = [broker.brokers]
  return openKafka({ brokers, tls, sasl: sasl('scram-sha-512'), ...options })
}

test.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
  'with TLS and %s topics are made, records sent, consumed and dead-lettered, and readiness is asked',
  async (mechanism) => {
    const kafka = open({ sasl: sasl(mechanism) })
    const topic = uniqueId('orders')
    const admin = createKafkaAdmin(kafka, { reads: [{ topic, partitions: 1 }] })
    await using _admin = await runActor(admin.actor)
    const producer = createProducer(kafka)
    await using _producer = await runActor(producer.actor)
    await using consumer = await givenConsumer({ kafka, producer, topic })
    const event = createOrderPlaced()
    const message = producer.create(topic, event, rootScope)

    await producer.send({ ...message, value: 'no JSON' }, { scope: rootScope })
    await producer.send(message, { scope: rootScope })
    await eventually(() => consumer.handled().includes(event.id), { timeoutMs: 60_000 })

    await admin.ping()
    const { letters } = await createDeadLetters(kafka).list()
    expect(letters.filter(({ original }) => original.topic === topic)).toHaveLength(1)
  },
)

test.each([
  ['a wrong password', () => ({ sasl: sasl('scram-sha-512', 'hidden') }), /authentication failed/i],
  [
    'a wrong password in PLAIN',
    () => ({ sasl: sasl('plain', 'hidden') }),
    /authentication failed/i,
  ],
  ['a certificate that nobody vouches for', () => ({ tls: true }), /self-signed certificate/],
])(
  '%s is said again and again, readiness is false, and a stop ends it',
  async (_, wrong, reason) => {
    const { log, heard, lines } = listeningLog()
    const kafka = open({ ...wrong(), log })
    const producer = createProducer(kafka)
    const stopping = new AbortController()

    const started = producer.actor.start?.(stopping.signal)
    await eventually(() => heard('kafka.unreachable') >= 2, { timeoutMs: 60_000 })
    const ping = createKafkaAdmin(kafka, {}).ping()

    await expect(ping).rejects.toThrow(reason)
    await expect(createDeadLetters(kafka).list()).rejects.toMatchObject({
      code: 'brokers-unavailable',
      message: expect.stringMatching(reason),
    })
    stopping.abort(new Error('no time left'))
    await expect(started).rejects.toThrow('no time left')
    expect(lines().filter((line) => reason.test(line)).length).toBeGreaterThanOrEqual(2)
    expect(lines().join()).not.toContain('hidden')
  },
)

test('C9 a consumer whose password stops being good waits until it is good again, as at its start', async () => {
  const { log, heard } = listeningLog()
  const topic = uniqueId('orders')
  // Only the consumer is refused.
  const others = open({ sasl: sasl('plain') })
  await using _admin = await runActor(
    createKafkaAdmin(others, { reads: [{ topic, partitions: 1 }] }).actor,
  )
  const producer = createProducer(others)
  await using _producer = await runActor(producer.actor)
  const kafka = open({ log })
  await using consumer = await givenConsumer({ kafka, producer, topic, sessionMs: 6_000 })
  const events = [createOrderPlaced(), createOrderPlaced()] as const
  const send = (event: (typeof events)[number]) =>
    producer.send(producer.create(topic, event, rootScope), { scope: rootScope })
  const isRefused = () =>
    createDeadLetters(open())
      .list()
      .then(
        () => false,
        ({ message }) => /authentication failed/i.test(message),
      )
  const unlessItEnds = <T>(work: Promise<T>) => Promise.race([work, consumer.ended])
  await send(events[0])
  await consumer.received(1)

  await broker.changePassword('another')
  await eventually(isRefused, { timeoutMs: 60_000 })
  broker.sever()
  await unlessItEnds(eventually(() => heard('consumer.crashed') >= 2, { timeoutMs: 60_000 }))
  await broker.changePassword(broker.password)
  await send(events[1])

  await unlessItEnds(eventually(() => consumer.handled().includes(events[1].id)))
  // What was not committed when the wire was cut is redelivered.
  expect([...new Set(consumer.handled())]).toEqual(events.map(({ id }) => id))
})

test('a client without TLS at a listener with TLS is told so, not kept waiting without end', async () => {
  const { log, heard } = listeningLog()
  const { tls: _, ...kafka } = open({ log, requestTimeoutMs: 500 })
  const stopping = new AbortController()

  const started = createProducer({ ...kafka }).actor.start?.(stopping.signal)
  await eventually(() => heard('kafka.unreachable') >= 1, { timeoutMs: 60_000 })
  stopping.abort(new Error('no time left'))

  await expect(started).rejects.toThrow('no time left')
})

test('a password that would travel in the clear is warned of', () => {
  const { log, heard } = listeningLog()

  open({ log, tls: false, sasl: sasl('plain') })
  open({ log, tls: false, sasl: sasl('scram-sha-256') })
  open({ log, sasl: sasl('plain') })

  expect(heard('kafka.password-in-the-clear')).toBe(1)
})

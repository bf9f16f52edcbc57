import { setTimeout as delay } from 'node:timers/promises'
import { rootScope } from '@tailspan/scope'
import { eventually, infrastructure, readGroup, readTopic, startKafkaLink } from '@tailspan/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createProducer, type KafkaOptions, type ProducerOptions } from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { givenProducer } from './given-producer.ts'
import { openKafka, openTopic, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

// The clock of a machine that is suspended, or that NTP corrects late. The broker has its own.

// Longer than a send is tried for. Kafka takes no record that is an hour ahead.
const stepMs = 600_000

test('C11 a member whose clock steps back goes on with its heartbeats, and nobody else gets its record', async () => {
  await using sender = await givenProducer()
  const gate = Promise.withResolvers<void>()
  // Longer than a broker or a process may stand still on a busy machine.
  const session = { sessionMs: 6_000, heartbeatMs: 200 }
  await using consumer = await givenConsumer({ ...session, ...sender, handle: () => gate.promise })
  const { groupId, topic } = consumer
  const query = { brokers: infrastructure().brokers, groupId, topics: [topic] }
  const members = async () => (await readGroup(query)).members
  const event = createOrderPlaced()
  await sender.say(topic, event)
  const [heard] = await consumer.received(1)
  const before = await members()

  stepClock(-stepMs)
  // Time itself is the subject: a session and a half.
  await delay(1.5 * session.sessionMs)
  const isAborted = heard?.scope.signal.aborted
  const after = await members()
  gate.resolve()

  await eventually(() => consumer.handled().includes(event.id))
  expect(isAborted).toBe(false)
  expect([before.length, after]).toEqual([1, before])
  expect(consumer.heard()).toHaveLength(1)
})

test('a clock that steps forward expires neither the send on its way nor the one behind it', async () => {
  await using link = await startKafkaLink(infrastructure())
  await using given = await givenSends({ brokers: [link.address] })
  link.hold()
  const sent = [given.send('on its way')]
  await eventually(() => link.isHolding('order.placed'))
  sent.push(given.send('behind it'))

  stepClock(stepMs)
  // Overdue requests are looked for every 100 ms.
  await delay(1_000)
  link.release()
  await Promise.all(sent)

  expect(await given.written()).toEqual(['on its way', 'behind it'])
})

test('a clock that steps forward while no broker answers expires no send', async () => {
  await using link = await startKafkaLink(infrastructure())
  await using given = await givenSends({ brokers: [link.address] })
  await link.refuse()
  const sent = [given.send('a'), given.send('b')]
  await eventually(() => given.producer.pending() === 2)

  stepClock(stepMs)
  await delay(1_000)
  await link.accept()
  await Promise.all(sent)

  expect(await given.written()).toEqual(['a', 'b'])
})

test('a broker that falls silent is noticed although the clock steps back', async () => {
  await using link = await startKafkaLink(infrastructure())
  const impatient = { brokers: [link.address], requestTimeoutMs: 2_000 }
  await using given = await givenSends(impatient, { deliveryTimeoutMs: 1_000 })
  link.hold()
  const sent = given.send('unknown')
  await eventually(() => link.isHolding('order.placed'))

  stepClock(-stepMs)

  await expect(sent).rejects.toMatchObject({ code: 'send-unknown' })
})

/** In this process, for the rest of the test. */
function stepClock(byMs: number): void {
  const now = Date.now.bind(Date)
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + byMs)
  onTestFinished(() => clock.mockRestore())
}

async function givenSends(options: Partial<KafkaOptions>, how: ProducerOptions = {}) {
  const topic = await openTopic()
  const producer = createProducer(openKafka(options), { topics: [topic], ...how })
  const running = await runActor(producer.actor)
  const send = (orderId: string) =>
    producer.send(producer.create(topic, createOrderPlaced({ orderId }), rootScope), {
      scope: rootScope,
    })
  const written = async () =>
    (await readTopic(infrastructure().brokers, topic)).map(
      ({ value }) => JSON.parse(String(value)).orderId,
    )
  return { producer, send, written, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
}

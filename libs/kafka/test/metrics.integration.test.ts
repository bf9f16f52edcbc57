import { TailspanError } from '@tailspan/errors'
import { eventually, infrastructure, startKafkaLink, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { givenConsumer } from './given-consumer.ts'
import { givenProducer } from './given-producer.ts'
import { openKafka, openTopic } from './open-kafka.ts'
import { readAge, readLag, readMetric } from './read-metrics.ts'

const patient = { timeoutMs: 60_000 }

/** Waits until the lag is so, or says what it was. */
const untilLag = (groupId: string, lag: Readonly<Record<string, number>>) =>
  expect.poll(() => readLag(groupId), { timeout: patient.timeoutMs }).toEqual(lag)

test('the lag of a group grows while its partition is not fetched, and is gone with the records', async () => {
  await using sender = await givenProducer()
  const gate = Promise.withResolvers<void>()
  const { producer } = sender
  await using consumer = await givenConsumer({ producer, handle: () => gate.promise })
  const { topic, groupId } = consumer
  await untilLag(groupId, { 0: 0 })

  await sender.say(topic)
  await consumer.received(1)
  // These lie behind a batch that is in hand: only the broker knows of them.
  for (let count = 0; count < 4; count++) await sender.say(topic)

  await untilLag(groupId, { 0: 5 })
  const first = await readAge(groupId)
  await eventually(async () => (await readAge(groupId)) > first, patient)
  gate.resolve()
  await untilLag(groupId, { 0: 0 })
  expect(await readMetric('tailspan.event.effect_delay', groupId)).toMatchObject([
    { labels: { 'cloudevents.event_type': 'order.placed' }, value: 5 },
  ])
  expect(first).toBeGreaterThan(0)
  expect(await readAge(groupId)).toBe(0)
})

test('each member shows the lag of its own partitions, and one that has left shows none', async () => {
  await using sender = await givenProducer()
  const topic = await openTopic({ partitions: 2 })
  const shared = { producer: sender.producer, topic, groupId: uniqueId('group') }
  const old = await givenConsumer({ ...shared, handle: () => Promise.reject(away) })
  await sender.say(topic)
  await eventually(async () => Object.values(await readLag(shared.groupId)).includes(1), patient)
  await old[Symbol.asyncDispose]()
  const left = await readLag(shared.groupId)

  // What it has not finished is the lag of the next one, before that has fetched anything, or is a member.
  await using next = await givenConsumer({ ...shared, handle: () => Promise.reject(away) })

  await eventually(next.isJoined, patient)
  await eventually(async () => Object.keys(await readLag(shared.groupId)).length === 2, patient)
  expect(left).toEqual({})
  expect(Object.values(await readLag(shared.groupId)).toSorted()).toEqual([0, 1])
  const joins = await readMetric('tailspan.consumer.rebalances', shared.groupId)
  expect(joins).toMatchObject([{ value: 2 }])
})

test('while the broker does not answer the last known lag stands, and no figure fails', async () => {
  await using sender = await givenProducer()
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 500 })
  const { producer } = sender
  await using consumer = await givenConsumer({
    kafka,
    producer,
    handle: () => Promise.reject(away),
  })
  await sender.say(consumer.topic)
  await untilLag(consumer.groupId, { 0: 1 })

  link.hold()
  await sender.say(consumer.topic)
  const held = await readLag(consumer.groupId)
  link.release()

  expect(held).toEqual({ 0: 1 })
  await untilLag(consumer.groupId, { 0: 2 })
})

const away = new TailspanError('database-away', 'unavailable', 'no database')

import { rootScope } from '@tailspan/scope'
import { eventually, infrastructure, readTopic, startOwnKafka, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createProducer, createTopics, type Producer } from '../src/index.ts'
import { openKafka, openTopic, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

const read = (topic: string) => readTopic(infrastructure().brokers, topic)

/** A topic of three partitions with settings of its own. */
async function openTopicWith(settings: Record<string, string>): Promise<string> {
  const topic = uniqueId('orders')
  await createTopics(openKafka(), [{ topic, partitions: 3, replicationFactor: 1, settings }])
  return topic
}

type Made = { readonly id: string; readonly sent: Promise<unknown> }

function send(producer: Producer, topic: string, note = 'small'): Made {
  const event = createOrderPlaced({ note })
  const message = producer.create(topic, event, rootScope)
  return { id: event.id, sent: producer.send(message, { scope: rootScope }) }
}

const count = (length: number) => Array.from({ length })

test('K1 of a hundred records over three partitions one is too large: the others are written once', async () => {
  const topic = await openTopicWith({ 'max.message.bytes': '50000' })
  const producer = createProducer(openKafka(), { topics: [topic] })
  await using _running = await runActor(producer.actor)

  const made = count(100).map((_, i) =>
    send(producer, topic, i === 50 ? 'x'.repeat(60_000) : 'small'),
  )
  const results = await Promise.allSettled(made.map(({ sent }) => sent))

  const refused = results.filter(({ status }) => status === 'rejected')
  expect(refused).toMatchObject([{ reason: { code: 'record-refused', kind: 'invalid' } }])
  const acknowledged = made.filter((_, i) => results[i]?.status === 'fulfilled')
  const written = (await read(topic)).map(({ headers }) => String(headers.ce_id))
  expect(written.toSorted()).toEqual(acknowledged.map(({ id }) => id).toSorted())
})

test('K1 a batch that is larger than a topic takes is halved until it fits, and each record is written once', async () => {
  const topic = await openTopicWith({ 'max.message.bytes': '5000' })
  const producer = createProducer(openKafka(), { topics: [topic] })
  await using _running = await runActor(producer.actor)

  const made = count(60).map(() => send(producer, topic, 'x'.repeat(1_000)))
  await Promise.all(made.map(({ sent }) => sent))

  const written = (await read(topic)).map(({ headers }) => String(headers.ce_id))
  expect(written.toSorted()).toEqual(made.map(({ id }) => id).toSorted())
})

test('K1 a record that the topic finds invalid is refused alone, and its key goes on', async () => {
  const topic = await openTopicWith({ 'cleanup.policy': 'compact' })
  const producer = createProducer(openKafka(), { topics: [topic] })
  await using _running = await runActor(producer.actor)
  const keyless = { ...producer.create(topic, createOrderPlaced(), rootScope), key: null }

  const before = count(20).map(() => send(producer, topic))
  const refused = producer.send(keyless, { scope: rootScope })
  const after = count(20).map(() => send(producer, topic))
  const made = [...before, ...after]
  const [, ...results] = await Promise.allSettled([refused, ...made.map(({ sent }) => sent)])

  await expect(refused).rejects.toMatchObject({ code: 'record-refused' })
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
  const written = (await read(topic)).map(({ headers }) => String(headers.ce_id))
  expect(written.toSorted()).toEqual(made.map(({ id }) => id).toSorted())
})

test('K1 a request that is too large for the broker, which says nothing and hangs up, is halved', async () => {
  await using broker = await startOwnKafka({ settings: { 'socket.request.max.bytes': '60000' } })
  const kafka = openKafka({ brokers: [broker.brokers] })
  const topic = uniqueId('orders')
  await createTopics(kafka, [{ topic, partitions: 3 }])
  const producer = createProducer(kafka, { topics: [topic], backoffMs: 10 })
  await using _running = await runActor(producer.actor)

  const made = count(200).map(() => send(producer, topic, 'x'.repeat(1_500)))
  await Promise.all(made.map(({ sent }) => sent))

  const written = (await readTopic(broker.brokers, topic)).map(({ headers }) => headers.ce_id)
  expect(new Set(written)).toEqual(new Set(made.map(({ id }) => id)))
})

test('K3 while a record waits for a topic that is not there, 500 of another topic are acknowledged', async () => {
  const topic = await openTopic({ partitions: 3 })
  const missing = uniqueId('missing')
  const producer = createProducer(openKafka(), { topics: [topic] })
  await using _running = await runActor(producer.actor)
  const happened: string[] = []

  const late = send(producer, missing)
  const done = late.sent.then(() => happened.push('the missing one'))
  await Promise.all(count(500).map(() => send(producer, topic).sent))
  await send(producer, topic).sent
  happened.push('all others')
  await createTopics(openKafka(), [{ topic: missing, partitions: 1, replicationFactor: 1 }])
  await done

  expect(happened).toEqual(['all others', 'the missing one'])
  expect(await read(topic)).toHaveLength(501)
  expect((await read(missing)).map(({ headers }) => headers.ce_id)).toEqual([late.id])
})

test('K3 a record whose topic does not come in time was not sent, and can be cancelled before', async () => {
  const missing = uniqueId('missing')
  const producer = createProducer(openKafka(), { deliveryTimeoutMs: 300 })
  await using _running = await runActor(producer.actor)
  const request = new AbortController()
  const scope = { ...rootScope, signal: request.signal }

  const cancelled = producer.send(producer.create(missing, createOrderPlaced(), rootScope), {
    scope,
  })
  const waiting = send(producer, missing)
  request.abort('client gone')

  await expect(cancelled).rejects.toBe('client gone')
  await expect(waiting.sent).rejects.toMatchObject({ code: 'not-sent', kind: 'unavailable' })
  await eventually(() => producer.pending() === 0)
})

test('K3 a name that no topic can have is refused at once', async () => {
  const producer = createProducer(openKafka())
  await using _running = await runActor(producer.actor)

  const sent = send(producer, 'no such topic').sent

  await expect(sent).rejects.toMatchObject({ code: 'record-refused', kind: 'invalid' })
})

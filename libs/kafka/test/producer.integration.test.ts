import { propagation } from '@opentelemetry/api'
import { createScope, rootScope } from '@tailspan/scope'
import { eventually, infrastructure, readTopic, startKafkaLink } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createProducer } from '../src/index.ts'
import { openKafka, openTopic, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'
import { givenRequest, spansOf } from './spans.ts'

const read = (topic: string) => readTopic(infrastructure().brokers, topic)
const valuesOf = async (topic: string) =>
  (await read(topic)).map(({ value }) => JSON.parse(String(value)).orderId)

test('T8 a record carries its event, its creation context and the baggage', async () => {
  const topic = await openTopic()
  const producer = createProducer(openKafka())
  await using _running = await runActor(producer.actor)
  const baggage = propagation.createBaggage({ tenant: { value: 'blue' } })
  const { scope, span, traceId } = givenRequest()
  const event = createOrderPlaced()

  const inTenant = createScope({ context: propagation.setBaggage(scope.context, baggage) })
  await producer.send(producer.create(topic, event, inTenant), { scope })
  span.end()

  const [record] = await read(topic)
  const [create, send] = spansOf(traceId)
  const { spanId } = create?.spanContext() ?? {}
  expect(record).toMatchObject({ key: event.subject, value: JSON.stringify(event.data) })
  expect(record?.headers).toEqual({
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: 'order.placed',
    ce_source: '/order',
    ce_time: event.time,
    ce_subject: event.subject,
    'content-type': 'application/json',
    traceparent: `00-${traceId}-${spanId}-01`,
    ce_traceparent: `00-${traceId}-${spanId}-01`,
    baggage: 'tenant=blue',
  })
  expect(create?.name).toBe(`create ${topic}`)
  expect(send).toMatchObject({ name: `send ${topic}`, parentSpanContext: { spanId } })
})

test('T3 of three requests in one batch each record keeps its own trace', async () => {
  const topic = await openTopic()
  const producer = createProducer(openKafka())
  await using _running = await runActor(producer.actor)
  const requests = [givenRequest(), givenRequest(), givenRequest()]

  const messages = requests.map(({ scope }) => producer.create(topic, createOrderPlaced(), scope))
  await Promise.all(messages.map((message) => producer.send(message, { scope: rootScope })))

  const traceIds = (await read(topic)).map(({ headers }) => headers.traceparent?.split('-')[1])
  expect(traceIds).toEqual(requests.map(({ traceId }) => traceId))
})

test('the order of one key is the order of its sends, over many batches', async () => {
  const topic = await openTopic({ partitions: 3 })
  const producer = createProducer(openKafka())
  await using _running = await runActor(producer.actor)
  const orderIds = Array.from({ length: 5_000 }, (_, index) => `order-${index}`)

  const events = orderIds.map((orderId) => ({
    ...createOrderPlaced({ orderId }),
    subject: 'one key',
  }))
  const messages = events.map((event) => producer.create(topic, event, rootScope))
  await Promise.all(messages.map((message) => producer.send(message, { scope: rootScope })))

  expect(await valuesOf(topic)).toEqual(orderIds)
  expect(producer.pending()).toBe(0)
})

test('O10 with several batches on their way each key keeps its order and is written once, connections cut meanwhile', async () => {
  const topic = await openTopic({ partitions: 3 })
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address] })
  const producer = createProducer(kafka, { topics: [topic], maxInFlight: 4 })
  await using _running = await runActor(producer.actor)
  const subjects = Array.from({ length: 12 }, (_, i) => `key-${i}`)
  const send = (subject: string, nth: number) => {
    const event = { ...createOrderPlaced({ orderId: `${subject}/${nth}` }), subject }
    return producer.send(producer.create(topic, event, rootScope), { scope: rootScope })
  }
  const sent: Promise<void>[] = []

  for (let nth = 0; nth < 60; nth += 1) {
    sent.push(...subjects.map((subject) => send(subject, nth)))
    if (nth % 20 === 10) link.sever()
    // Until some batch has been answered, so that the next ones begin at different times.
    await Promise.race(sent.slice(-subjects.length))
  }
  await Promise.all(sent)

  const written = await valuesOf(topic)
  for (const subject of subjects)
    expect(written.filter((value) => value.startsWith(`${subject}/`))).toEqual(
      Array.from({ length: 60 }, (_, nth) => `${subject}/${nth}`),
    )
})

test('a send that is held ends after the request, detached, in its trace', async () => {
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  const producer = createProducer(openKafka({ brokers: [link.address] }), { topics: [topic] })
  await using _running = await runActor(producer.actor)
  const request = givenRequest()
  const message = producer.create(topic, createOrderPlaced({ note: 'held' }), request.scope)
  link.hold()

  const sent = producer.send(message, { scope: rootScope, detached: true })
  await eventually(() => link.isHolding('order.placed'))
  request.span.end()
  link.release()
  await sent

  const spans = spansOf(request.traceId)
  expect(spans.map(({ name }) => name)).toEqual([
    `create ${topic}`,
    'POST /orders',
    `send ${topic}`,
  ])
  expect(spans.at(-1)?.attributes).toMatchObject({ 'tailspan.detached': true })
})

test('what is cancelled before its bytes leave is never on the topic, what had left is', async () => {
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  const producer = createProducer(openKafka({ brokers: [link.address] }), { topics: [topic] })
  await using _running = await runActor(producer.actor)
  const request = new AbortController()
  const scope = createScope({ signal: request.signal })
  const make = (orderId: string) => producer.create(topic, createOrderPlaced({ orderId }), scope)
  link.hold()

  const left = producer.send(make('left'), { scope })
  await eventually(() => link.isHolding('order.placed'))
  const waiting = producer.send(make('waiting'), { scope })
  request.abort('client gone')
  await expect(waiting).rejects.toBe('client gone')
  link.release()
  await left

  await expect(producer.send(make('late'), { scope })).rejects.toBe('client gone')
  expect(await valuesOf(topic)).toEqual(['left'])
})

test('O10 what is repeated because nobody answered is written once, and nothing overtakes it', async () => {
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 300 })
  const producer = createProducer(kafka)
  await using _running = await runActor(producer.actor)
  const { scope, traceId } = givenRequest()
  const send = (orderId: string) =>
    producer.send(producer.create(topic, createOrderPlaced({ orderId }), scope), { scope })
  await send('before')
  link.hold('to-client')

  const sent = [send('a')]
  const failures = () =>
    spansOf(traceId).filter(({ attributes }) => attributes['error.type'] === 'send-unknown')
  await eventually(() => failures().length > 0, { timeoutMs: 60_000 })
  sent.push(send('b'))
  link.release()
  await Promise.all(sent)

  expect(await valuesOf(topic)).toEqual(['before', 'a', 'b'])
})

test('O10 after an unknown outcome a batch of the same size is really written', async () => {
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 300 })
  const producer = createProducer(kafka, { deliveryTimeoutMs: 400 })
  await using _running = await runActor(producer.actor)
  const send = (orderId: string) =>
    producer.send(producer.create(topic, createOrderPlaced({ orderId }), rootScope), {
      scope: rootScope,
    })
  await eventually(() => send('before').then(() => true))
  link.hold('to-client')
  await expect(send('unknown')).rejects.toMatchObject({ code: 'send-unknown' })
  link.release()

  await eventually(() => send('after').then(() => true))

  await eventually(async () =>
    expect(await valuesOf(topic)).toEqual(expect.arrayContaining(['unknown', 'after'])),
  )
})

test('a record that no broker takes in time was not sent, and says so', async () => {
  const topic = await openTopic()
  const producer = createProducer(openKafka({ brokers: ['127.0.0.1:1'] }), {
    deliveryTimeoutMs: 300,
  })
  const message = producer.create(topic, createOrderPlaced(), rootScope)

  const sent = producer.send(message, { scope: rootScope })

  await expect(sent).rejects.toMatchObject({ code: 'not-sent', kind: 'unavailable' })
})

test('a cut connection is made anew, and every record is there once', async () => {
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  const producer = createProducer(openKafka({ brokers: [link.address] }), { topics: [topic] })
  await using _running = await runActor(producer.actor)
  const orderIds = Array.from({ length: 20 }, (_, index) => `order-${index}`)

  const sent = orderIds.map(async (orderId, index) => {
    if (index % 5 === 0) link.sever()
    await producer.send(producer.create(topic, createOrderPlaced({ orderId }), rootScope), {
      scope: rootScope,
    })
  })
  await Promise.all(sent)

  expect(await valuesOf(topic)).toEqual(orderIds)
})

test('S7 stopping drains: what was sent before it is on the topic, nothing is taken after it', async () => {
  const topic = await openTopic()
  const producer = createProducer(openKafka())
  await producer.actor.start?.(new AbortController().signal)
  const make = () => producer.create(topic, createOrderPlaced(), rootScope)

  const sent = [
    producer.send(make(), { scope: rootScope }),
    producer.send(make(), { scope: rootScope }),
  ]
  await producer.actor.stop?.(AbortSignal.timeout(60_000), 100)

  await Promise.all(sent)
  await expect(producer.send(make(), { scope: rootScope })).rejects.toMatchObject({
    code: 'producer-stopped',
  })
  expect(await read(topic)).toHaveLength(2)
})

test('stopping while the broker is silent ends with the budget and names what is abandoned', async () => {
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  const producer = createProducer(openKafka({ brokers: [link.address] }), { topics: [topic] })
  await producer.actor.start?.(new AbortController().signal)
  const event = createOrderPlaced()
  link.hold()
  const sent = producer.send(producer.create(topic, event, rootScope), { scope: rootScope })
  await eventually(() => link.isHolding('order.placed'))

  const stopped = producer.actor.stop?.(AbortSignal.timeout(100), 100)

  await Promise.all([
    expect(sent).rejects.toMatchObject({ code: 'send-unknown' }),
    expect(stopped).rejects.toMatchObject({
      code: 'sends-abandoned',
      message: expect.stringContaining(event.id),
    }),
  ])
  await link.close()
  expect(await read(topic)).toEqual([])
})

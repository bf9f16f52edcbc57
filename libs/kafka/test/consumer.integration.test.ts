import { context, propagation } from '@opentelemetry/api'
import { TailspanError } from '@tailspan/errors'
import { createScope, rootScope } from '@tailspan/scope'
import { eventually, infrastructure, readTopic, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { restoreMessage } from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { givenProducer } from './given-producer.ts'
import { openTopic } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'
import { givenRequest, spansLinkedTo, spansOf } from './spans.ts'

const read = (topic: string) => readTopic(infrastructure().brokers, topic)

test('T1 a handler works in the trace of its event, with its baggage and its data', async () => {
  await using sender = await givenProducer()
  await using consumer = await givenConsumer({ producer: sender.producer })
  const { scope, traceId, span } = givenRequest()
  const baggage = propagation.createBaggage({ tenant: { value: 'blue' } })
  const event = createOrderPlaced()

  const inTenant = createScope({ context: propagation.setBaggage(scope.context, baggage) })
  await sender.say(consumer.topic, event, inTenant)
  span.end()

  const [heard] = await consumer.received(1)
  expect(heard?.event).toEqual(event)
  expect(heard?.tenant).toBe('blue')
  await eventually(() => spansOf(traceId).some(({ name }) => name.startsWith('process')))
  const spans = spansOf(traceId)
  const create = spans.find(({ name }) => name === `create ${consumer.topic}`)
  expect(spans.find(({ name }) => name === `process ${consumer.topic}`)).toMatchObject({
    parentSpanContext: { spanId: create?.spanContext().spanId },
    links: [],
    attributes: { 'messaging.consumer.group.name': consumer.groupId },
  })
})

test('T2 in link mode a handler has a trace of its own with exactly one link', async () => {
  await using sender = await givenProducer()
  await using consumer = await givenConsumer({ producer: sender.producer, traceAsync: 'link' })
  const { scope, traceId } = givenRequest()
  const baggage = propagation.createBaggage({ tenant: { value: 'blue' } })
  const inTenant = createScope({ context: propagation.setBaggage(scope.context, baggage) })

  await sender.say(consumer.topic, createOrderPlaced(), inTenant)

  const [heard] = await consumer.received(1)
  const [process] = await eventually(
    () => spansLinkedTo(traceId).length > 0 && spansLinkedTo(traceId),
  )
  const create = spansOf(traceId).find(({ name }) => name.startsWith('create'))
  expect(heard?.tenant).toBe('blue')
  expect(process?.spanContext().traceId).not.toBe(traceId)
  expect(process?.parentSpanContext).toBeUndefined()
  expect(process?.links.map((link) => link.context.spanId)).toEqual([create?.spanContext().spanId])
})

test('C10 an unknown type is skipped, an unknown field tolerated', async () => {
  await using sender = await givenProducer()
  await using consumer = await givenConsumer({ producer: sender.producer })
  const known = createOrderPlaced({ note: 'a field that the schema drops' })

  await sender.say(consumer.topic, { ...createOrderPlaced(), type: 'order.invented' })
  await sender.say(consumer.topic, known)

  const heard = await consumer.received(1)
  expect(heard.map(({ event }) => event.data)).toEqual([{ orderId: known.subject }])
  expect(await read(`${consumer.topic}.dlt`)).toEqual([])
})

test.each([
  ['JSON', { value: '{"orderId":' }],
  ['headers', { headers: { 'content-type': 'application/json' } }],
  ['schema', { value: '{"orderId":4711}' }],
])('C5 a record with bad %s is a dead letter at once, as it was', async (_what, bad) => {
  await using sender = await givenProducer()
  await using consumer = await givenConsumer({ producer: sender.producer })
  const { scope } = givenRequest()
  const message = { ...sender.producer.create(consumer.topic, createOrderPlaced(), scope), ...bad }
  const later = createOrderPlaced()

  await sender.producer.send(message, { scope: rootScope })
  await sender.say(consumer.topic, later)

  const heard = await consumer.received(1)
  const [letter, ...others] = await eventually(async () => {
    const letters = await read(`${consumer.topic}.dlt`)
    return letters.length > 0 && letters
  })
  expect(heard.map(({ event }) => event.id)).toEqual([later.id])
  expect(others).toEqual([])
  expect(letter).toMatchObject({ key: message.key, value: message.value })
  expect(letter?.headers).toEqual({
    ...message.headers,
    'dlt-original-topic': consumer.topic,
    'dlt-original-partition': '0',
    'dlt-original-offset': '0',
    'dlt-original-timestamp': expect.stringMatching(/^\d+$/),
    'dlt-original-consumer-group': consumer.groupId,
    'dlt-attempts': '1',
    'dlt-exception-code': 'event-malformed',
    'dlt-exception-kind': 'invalid',
    'dlt-exception-message': expect.stringContaining('malformed'),
    'dlt-failed-traceparent': expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/),
  })
})

test('C6 T7 a record that fails by its own fault is tried a few times, then a dead letter', async () => {
  await using sender = await givenProducer()
  const failure = new TailspanError('order-odd', 'conflict', 'this order cannot be')
  await using consumer = await givenConsumer({
    producer: sender.producer,
    maxAttempts: 3,
    handle: ({ event }) => {
      if (event.data.orderId === 'odd') throw failure
    },
  })
  const { scope, traceId } = givenRequest()
  const odd = createOrderPlaced({ orderId: 'odd' })

  await sender.say(consumer.topic, odd, scope)
  await sender.say(consumer.topic)

  const heard = await consumer.received(4)
  expect(heard.filter(({ event }) => event.id === odd.id)).toHaveLength(3)
  const attempts = () => spansOf(traceId).filter(({ name }) => name === `process ${consumer.topic}`)
  // The last one ends when the letter is written.
  await eventually(() => attempts().length === 3)
  const [letter, ...others] = await read(`${consumer.topic}.dlt`)
  const [original] = await read(consumer.topic)
  expect(others).toEqual([])
  expect(letter?.headers).toMatchObject({
    ...original?.headers,
    'dlt-attempts': '3',
    'dlt-exception-code': 'order-odd',
  })
  expect(attempts().map(({ attributes }) => attributes['error.type'])).toEqual(
    Array(3).fill('order-odd'),
  )
})

test('C6 what is unavailable is waited for without limit, in order, while other partitions flow', async () => {
  await using sender = await givenProducer()
  let isAway = true
  await using consumer = await givenConsumer({
    producer: sender.producer,
    partitions: 4,
    maxAttempts: 2,
    handle: ({ event }) => {
      const isBlocked = event.subject === 'blocked' && isAway
      if (isBlocked) throw new TailspanError('database-away', 'unavailable', 'no database')
    },
  })
  const blocked = [1, 2, 3].map(() => ({ ...createOrderPlaced(), subject: 'blocked' }))
  const free = Array.from({ length: 20 }, () => createOrderPlaced())

  for (const event of [...blocked, ...free]) await sender.say(consumer.topic, event)
  const triesOfFirst = () => consumer.heard().filter(({ event }) => event.id === blocked[0]?.id)
  await eventually(() => triesOfFirst().length >= 6)
  const partitionOf = new Map((await read(consumer.topic)).map((one) => [one.key, one.partition]))
  const elsewhere = free.filter(
    ({ subject }) => partitionOf.get(subject) !== partitionOf.get('blocked'),
  )
  await eventually(() => elsewhere.every(({ id }) => consumer.handled().includes(id)))
  isAway = false

  await eventually(() => consumer.handled().length === blocked.length + free.length)
  const order = consumer.handled().filter((id) => blocked.some((event) => event.id === id))
  expect(order).toEqual(blocked.map(({ id }) => id))
  expect(await read(`${consumer.topic}.dlt`)).toEqual([])
})

test('C6 a broken wire among the causes counts as unavailable, whatever the kind', async () => {
  await using sender = await givenProducer()
  let failures = 0
  await using consumer = await givenConsumer({
    producer: sender.producer,
    maxAttempts: 1,
    handle: () => {
      if (++failures > 3) return
      throw new Error('query failed', {
        cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      })
    },
  })
  const event = createOrderPlaced()

  await sender.say(consumer.topic, event)

  await eventually(() => consumer.handled().includes(event.id))
  expect(await read(`${consumer.topic}.dlt`)).toEqual([])
})

test('C7 while the dead letter cannot be written the offset stays where it is', async () => {
  await using sender = await givenProducer()
  let refusals = 0
  const away = new TailspanError('not-sent', 'unavailable', 'no broker')
  await using consumer = await givenConsumer({
    producer: {
      send: async (...args) => {
        if (refusals++ < 3) throw away
        await sender.producer.send(...args)
      },
    },
  })
  const message = {
    ...sender.producer.create(consumer.topic, createOrderPlaced({ orderId: 'o' }), rootScope),
    value: '{',
  }
  const later = createOrderPlaced({ orderId: 'o' })

  await sender.producer.send(message, { scope: rootScope })
  await sender.say(consumer.topic, later)

  expect((await consumer.received(1)).map(({ event }) => event.id)).toEqual([later.id])
  expect(refusals).toBe(4)
  expect(await read(`${consumer.topic}.dlt`)).toHaveLength(1)
})

test('C8 a dead letter that is replayed is handled, in the trace of its event', async () => {
  await using sender = await givenProducer()
  let isBroken = true
  await using consumer = await givenConsumer({
    producer: sender.producer,
    maxAttempts: 1,
    handle: () => {
      if (isBroken) throw new Error('a bug')
    },
  })
  const { scope, traceId } = givenRequest()
  const event = createOrderPlaced()
  await sender.say(consumer.topic, event, scope)
  const [letter] = await eventually(async () => {
    const letters = await read(`${consumer.topic}.dlt`)
    return letters.length > 0 && letters
  })
  isBroken = false

  const { key = null, value = null, headers = {} } = letter ?? {}
  const replay = restoreMessage({ topic: consumer.topic, key, value, headers })
  await sender.producer.send(replay, { scope: rootScope })

  await eventually(() => consumer.handled().includes(event.id))
  const processed = () =>
    spansOf(traceId).filter(({ name }) => name === `process ${consumer.topic}`)
  await eventually(() => processed().length === 2)
})

test('a consumer that stops finishes the record in hand, moves the offset and begins no other', async () => {
  await using sender = await givenProducer()
  const gate = Promise.withResolvers<void>()
  const first = await givenConsumer({ producer: sender.producer, handle: () => gate.promise })
  const events = [createOrderPlaced({ orderId: 'o' }), createOrderPlaced({ orderId: 'o' })]
  for (const event of events) await sender.say(first.topic, event)
  await first.received(1)

  const stopped = first[Symbol.asyncDispose]()
  gate.resolve()
  await stopped

  const { topic, groupId } = first
  await using second = await givenConsumer({ producer: sender.producer, topic, groupId })
  const heard = await second.received(1)
  expect(first.handled()).toEqual([events[0]?.id])
  expect(heard.map(({ event }) => event.id)).toEqual([events[1]?.id])
})

test('a handler that does not end in time is aborted, and its record is redelivered', async () => {
  await using sender = await givenProducer()
  const first = await givenConsumer({
    producer: sender.producer,
    handle: ({ scope }) =>
      new Promise((_resolve, reject) => {
        scope.signal.addEventListener('abort', () => reject(scope.signal.reason))
      }),
  })
  const event = createOrderPlaced()
  await sender.say(first.topic, event)
  const [inHand] = await first.received(1)

  first.actor.quiesce?.()
  await first.actor.stop?.(AbortSignal.abort(new Error('no time left')), 250)

  const { topic, groupId } = first
  await using second = await givenConsumer({ producer: sender.producer, topic, groupId })
  const heard = await second.received(1)
  expect(inHand?.scope.signal.reason).toMatchObject({ message: 'no time left' })
  expect(heard.map((one) => one.event.id)).toEqual([event.id])
  expect(await read(`${topic}.dlt`)).toEqual([])
})

test('C4 two members share the work, and a third that joins in the middle loses nothing', async () => {
  await using sender = await givenProducer()
  const topic = await openTopic({ partitions: 6 })
  const groupId = uniqueId('group')
  const shared = { producer: sender.producer, topic, groupId }
  await using one = await givenConsumer(shared)
  await using two = await givenConsumer(shared)
  const events = Array.from({ length: 400 }, () => createOrderPlaced())

  const sending = events.map((event) => sender.say(topic, event))
  await eventually(() => one.handled().length > 20)
  await using three = await givenConsumer(shared)
  await Promise.all(sending)

  const all = () => new Set([one, two, three].flatMap((member) => member.handled()))
  await eventually(() => all().size === events.length, { timeoutMs: 60_000 })
})

test('the active context of a handler is the scope it is given', async () => {
  await using sender = await givenProducer()
  let isSame = false
  await using consumer = await givenConsumer({
    producer: sender.producer,
    handle: ({ scope }) => {
      isSame = context.active() === scope.context
    },
  })

  await sender.say(consumer.topic)

  await consumer.received(1)
  expect(isSame).toBe(true)
})

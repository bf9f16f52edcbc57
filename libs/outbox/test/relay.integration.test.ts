import { metrics } from '@opentelemetry/api'
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import { eventually, infrastructure, startKafkaLink, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { listParked, readBacklog, releaseParked } from '../src/index.ts'
import {
  createInstance,
  type Instance,
  openInstance,
  openTables,
  openTopic,
  silent,
} from './open-outbox.ts'
import { changeOrder, firstVersions, idsOf, read, untilEmpty, waiting } from './orders.ts'
import { endSessions } from './relays.ts'
import { givenRequest, spansOf } from './spans.ts'

class Reader extends MetricReader {
  protected async onForceFlush() {}
  protected async onShutdown() {}
}
const reader = new Reader()
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))

// With no room in the task registry every row is the relay's.
const relayOnly = { maxTasks: 0 }

test('T5 what the relay sends lies in the stored trace and is linked to the round of the relay', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  const { scope, span, traceId } = givenRequest()
  await writeOnly(tables, topic, { scope, orderIds: ['o'] })
  span.end()

  await using _relay = await openInstance(tables)
  await untilEmpty(tables)

  const spans = spansOf(traceId)
  const create = spans.find(({ name }) => name === `create ${topic}`)
  const send = spans.find(({ name }) => name === `send ${topic}`)
  const [link] = send?.links ?? []
  const round = await eventually(() => spansOf(link?.context.traceId ?? '')[0] ?? false)
  expect(send?.parentSpanContext?.spanId).toBe(create?.spanContext().spanId)
  expect(round).toMatchObject({ name: `relay ${topic}` })
  expect(round.spanContext().spanId).toBe(link?.context.spanId)
  const [record] = await read(topic)
  expect(record?.headers.ce_traceparent).toContain(create?.spanContext().spanId)
})

test('O4 O9 four relays, 20 aggregates × 200: nothing lost, first occurrences in order', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  const orderIds = Array.from({ length: 20 }, (_, i) => `order-${i}`)
  await using undo = new AsyncDisposableStack()
  const relays: Instance[] = []
  // Nobody dies here, so no lease has to end: one that ends on a busy machine would make a copy. Nor does a
  // connection that comes late.
  const settings = { idleMs: 20, leaseMs: 60_000, connectTimeoutMs: 60_000 }
  for (let i = 0; i < 4; i++) relays.push(undo.use(await openInstance(tables, settings)))

  const write = async (orderId: string, i: number) => {
    for (let version = 0; version < 200; version++)
      await changeOrder(relays[(i + version) % 4] as Instance, { topic, orderId })
  }
  await Promise.all(orderIds.map(write))
  await untilEmpty(tables)

  const records = await read(topic)
  const versions = firstVersions(records)
  const inOrder = Array.from({ length: 200 }, (_, i) => i + 1)
  expect([...versions.keys()].sort()).toEqual([...orderIds].sort())
  for (const some of versions.values()) expect(some).toEqual(inOrder)
  // The fast path and four relays at once, and no copy, because nobody has died.
  expect(records).toHaveLength(4_000)
}, 240_000)

test('O5 while Kafka is away the backlog grows and its gauge shows it; then all of it flows in order', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  await using instance = await openInstance(tables, {
    brokers: link.address,
    producerOptions: { deliveryTimeoutMs: 200 },
    maxAttempts: 1,
  })
  await link.refuse()

  for (let i = 0; i < 30; i++) await changeOrder(instance, { topic, orderId: `o-${i % 3}` })
  const gauge = await eventually(async () => (await gaugeOf('tailspan.outbox.backlog')) === 30)
  await eventually(() => instance.tasks.pending().length === 0)
  const backlog = await readBacklog(instance.database.kysely)
  await link.accept()
  await untilEmpty(tables)

  expect(gauge).toBe(true)
  expect(backlog).toMatchObject({ rows: 30, parked: 0 })
  expect(backlog.oldestAgeMs).toBeGreaterThan(0)
  const versions = firstVersions(await read(topic))
  for (let i = 0; i < 3; i++)
    expect(versions.get(`o-${i}`)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

test('O6 a poison row is parked, its aggregate waits, others flow, and it can be released', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  const poison = await writeOnly(tables, 'no such topic', { orderIds: ['bad'] })
  await writeOnly(tables, topic, { orderIds: ['bad', 'good', 'fine'] })

  await using instance = await openInstance(tables, { ...relayOnly, maxAttempts: 2, backoffMs: 10 })
  const { kysely } = instance.database
  const [parked] = await eventually(async () => {
    const rows = await listParked(kysely)
    return rows.length > 0 && (await read(topic)).length === 2 && rows
  })
  const before = (await read(topic)).map(({ key }) => key).sort()
  await tables.query('update outbox set aggregatetype = $1 where id = $2', [topic, parked?.id])
  const released = await releaseParked(kysely, parked?.id ?? '')
  await untilEmpty(tables)

  expect(parked).toMatchObject({ id: poison[0]?.id, key: 'bad', attempts: 2 })
  expect(parked?.lastError).toContain('record-refused')
  expect(before).toEqual(['fine', 'good'])
  expect(released).toBe(true)
  expect(firstVersions(await read(topic)).get('bad')).toEqual([1, 2])
})

test('K3 a row whose topic is not there costs it no attempt, others flow, and it is sent when the topic comes', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  const missing = uniqueId('missing')
  await writeOnly(tables, missing, { orderIds: ['early'] })
  await writeOnly(tables, topic, { orderIds: ['good', 'fine'] })
  const producerOptions = { deliveryTimeoutMs: 200 }

  await using instance = await openInstance(tables, {
    ...relayOnly,
    maxAttempts: 1,
    backoffMs: 10,
    producerOptions,
  })
  // An answer may come later than a send waits here: then there is a copy.
  await eventually(async () => keysOf(await read(topic)).size === 2)
  const [row] = await tables.query(
    `select attempts, parked_at from outbox where aggregateid = 'early'`,
  )
  await openTopic(missing)
  await untilEmpty(tables)

  expect(row).toEqual({ attempts: 0, parked_at: null })
  expect(instance.producer.pending()).toBe(0)
  expect(keysOf(await read(missing))).toEqual(new Set(['early']))
})

test.each([1, 3])(
  'K3 %i missing topics with more rows than the relay has in hand hold up no other topic',
  async (missingTopics) => {
    await using tables = await openTables()
    const topic = await openTopic()
    const orderIds = Array.from({ length: 200 }, (_, i) => `order-${i}`)
    for (let i = 0; i < missingTopics; i++)
      await writeOnly(tables, uniqueId('missing'), { orderIds: orderIds.map((id) => `${i}-${id}`) })
    await writeOnly(tables, topic, { orderIds })

    // Nothing ends before the test does: what a topic holds, it holds.
    const producerOptions = { deliveryTimeoutMs: 600_000 }
    await using _instance = await openInstance(tables, {
      ...relayOnly,
      maxInHand: 60,
      idleMs: 10,
      producerOptions,
    })
    await eventually(async () => (await waiting(tables)) === missingTopics * 200, {
      timeoutMs: 60_000,
    })

    expect(keysOf(await read(topic)).size).toBe(200)
  },
)

test('O8 a relay stopped in the middle of a batch leaves its rows to the next one', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  const orderIds = Array.from({ length: 50 }, (_, i) => `order-${i}`)
  const first = await openInstance(tables, { ...relayOnly, brokers: link.address })
  link.hold()
  await writeOnly(tables, topic, { orderIds })
  await eventually(() => link.isHolding('order.changed'))

  await first[Symbol.asyncDispose]()
  const left = await waiting(tables)
  await link.close()
  await using _second = await openInstance(tables)
  await untilEmpty(tables)

  expect(left).toBe(50)
  expect(keysOf(await read(topic)).size).toBe(50)
})

test('O8 a relay that loses its connection takes its shards again', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using instance = await openInstance(tables, relayOnly)
  await changeOrder(instance, { topic, orderId: 'before' })
  await untilEmpty(tables)

  await endSessions(tables)
  await changeOrder(instance, { topic, orderId: 'after' })
  await untilEmpty(tables)

  expect((await read(topic)).map(({ key }) => key).sort()).toEqual(['after', 'before'])
})

test('O10 a batch with an unknown outcome is sent again by a new producer and really written', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  const producerOptions = { deliveryTimeoutMs: 500, topics: [topic] }
  const heard: string[] = []
  const log = { ...silent, debug: (event: string) => void heard.push(event) }
  const through = { brokers: link.address, producerOptions, log }
  await using instance = await openInstance(tables, through)
  link.hold('to-client')

  const event = await changeOrder(instance, { topic, orderId: 'o' })
  await eventually(() => heard.includes('outbox.put-off'), { timeoutMs: 60_000 })
  link.release()
  const next = await changeOrder(instance, { topic, orderId: 'o' })
  await untilEmpty(tables)

  const ids = idsOf(await read(topic))
  expect(new Set(ids)).toEqual(new Set([event.id, next.id]))
  expect(ids.indexOf(event.id)).toBeLessThan(ids.indexOf(next.id))
})

const keysOf = (records: Awaited<ReturnType<typeof read>>) => new Set(records.map(({ key }) => key))

type Write = {
  readonly orderIds: readonly string[]
  readonly scope?: Parameters<typeof changeOrder>[1]['scope']
}

/** Stores and does not send: an instance that ends right after its commit. */
async function writeOnly(tables: { url: string }, topic: string, { orderIds, scope }: Write) {
  const { brokers } = infrastructure()
  const { outbox, database } = await createInstance({ url: tables.url, brokers }, relayOnly)
  const ask = (orderId: string) =>
    changeOrder({ outbox }, { topic, orderId, ...(scope && { scope }) })
  const events = await Promise.all(orderIds.map(ask))
  await database.actor.stop(AbortSignal.timeout(1_000))
  return events
}

async function gaugeOf(name: string): Promise<number | undefined> {
  const { resourceMetrics } = await reader.collect()
  const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics)
  const points = all.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? []
  return points.at(-1)?.value as number | undefined
}

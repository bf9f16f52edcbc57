import { sql } from '@tailspan/postgres'
import { rootScope } from '@tailspan/scope'
import { countWaiting, eventually, infrastructure, startKafkaLink } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { openInstance, openTables, openTopic } from './open-outbox.ts'
import { changed, changeOrder, firstVersions, idsOf, read, untilEmpty, waiting } from './orders.ts'
import { givenRequest, spansOf } from './spans.ts'

// A lease this long keeps every relay away: what arrives has come by the fast path.
const fastPathOnly = { leaseMs: 600_000 }

test('O1 what is committed is published, by the fast path, in the trace of its request', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using instance = await openInstance(tables, fastPathOnly)
  const { scope, span, traceId } = givenRequest()

  const event = await changeOrder(instance, { topic, orderId: 'o', scope })
  span.end()
  await untilEmpty(tables)

  const [record] = await read(topic)
  const send = spansOf(traceId).find(({ name }) => name === `send ${topic}`)
  expect(record).toMatchObject({ key: 'o', value: JSON.stringify(event.data) })
  expect(record?.headers).toMatchObject({ ce_id: event.id, ce_type: 'order.changed' })
  expect(record?.headers.traceparent).toContain(traceId)
  expect(send?.attributes).toMatchObject({ 'tailspan.detached': true })
  expect(send?.links).toEqual([])
})

test('O1 what is rolled back is neither stored nor published', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using instance = await openInstance(tables)

  const failed = instance.outbox.transaction(givenRequest().scope, async (_, say) => {
    say(topic, changed({ orderId: 'gone', version: 1 }))
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  await changeOrder(instance, { topic, orderId: 'kept' })
  await untilEmpty(tables)

  expect((await read(topic)).map(({ key }) => key)).toEqual(['kept'])
})

test('O3 only the oldest row of an aggregate may take the fast path, the others keep their order', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  await using instance = await openInstance(tables, { ...fastPathOnly, brokers: link.address })
  link.hold()

  for (let i = 0; i < 5; i++) await changeOrder(instance, { topic, orderId: 'o' })
  const leases = await tables.query('select lease_until is null as free from outbox order by seq')
  link.release()
  await untilEmpty(tables)

  expect(leases.map((row) => Object(row).free)).toEqual([false, true, true, true, true])
  expect(firstVersions(await read(topic)).get('o')).toEqual([1, 2, 3, 4, 5])
})

test('O3 one that writes its inbox row first and a direct one do not overtake each other', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using instance = await openInstance(tables)
  await changeOrder(instance, { topic, orderId: 'o' })

  const direct = { topic, orderId: 'o' }
  const change = (i: number) => (i % 2 ? direct : { ...direct, messageId: `message-${i}` })
  await Promise.all(Array.from({ length: 40 }, (_, i) => changeOrder(instance, change(i))))
  await untilEmpty(tables)

  const versions = firstVersions(await read(topic)).get('o')
  expect(versions).toEqual(Array.from({ length: 41 }, (_, i) => i + 1))
})

test('O3 one that waited for the lock of its aggregate sees the event that was stored meanwhile', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  await using instance = await openInstance(tables, { ...fastPathOnly, brokers: link.address })
  link.hold()
  const gate = Promise.withResolvers<void>()
  const locked = Promise.withResolvers<void>()
  const first = instance.outbox.transaction(rootScope, async (tx, say) => {
    await lockOrder.execute(tx)
    say(topic, changed({ orderId: 'o', version: 1 }))
    locked.resolve()
    await gate.promise
  })
  await locked.promise

  const second = instance.outbox.transaction(rootScope, async (tx, say) => {
    tx.later(lockOrder)
    say(topic, changed({ orderId: 'o', version: 2 }))
  })
  await eventually(async () => (await countWaiting(tables)) === 1)
  gate.resolve()
  await Promise.all([first, second])
  const leases = await tables.query('select lease_until is null as free from outbox order by seq')
  link.release()

  expect(leases.map((row) => Object(row).free)).toEqual([false, true])
})

const lockOrder = sql`insert into orders (id, version) values ('o', 1)
  on conflict (id) do update set version = orders.version + 1`

test('a full task registry refuses nothing: the row is left to the relay', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using instance = await openInstance(tables, { ...fastPathOnly, maxTasks: 0 })

  const event = await changeOrder(instance, { topic, orderId: 'o' })
  await untilEmpty(tables)

  expect(idsOf(await read(topic))).toEqual([event.id])
})

test('the fast path does not wait longer than its patience, and nothing is lost', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  const away = { brokers: '127.0.0.1:1', patienceMs: 200 }
  await using instance = await startWithoutKafka(tables, away)

  await changeOrder(instance, { topic, orderId: 'o' })
  await eventually(() => instance.tasks.pending().length === 0)

  expect(await waiting(tables)).toBe(1)
})

async function startWithoutKafka(tables: { url: string }, settings: { brokers: string }) {
  const { createInstance } = await import('./open-outbox.ts')
  const instance = await createInstance({ url: tables.url, ...settings }, settings)
  return {
    ...instance,
    async [Symbol.asyncDispose]() {
      await instance.tasks.drain({ timeoutMs: 100 })
      await instance.database.actor.stop(AbortSignal.abort())
      await Promise.resolve(instance.producer.actor.stop?.(AbortSignal.abort(), 50)).catch(() => {})
    },
  }
}

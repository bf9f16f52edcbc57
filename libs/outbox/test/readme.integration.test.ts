import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { rootScope } from '@tailspan/scope'
import type { TopicRecord } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createHoldStock } from './examples/hold-stock.ts'
import { createPlaceOrder } from './examples/place-order.ts'
import { openInstance, openTables, openTopic } from './open-outbox.ts'
import { read, untilEmpty } from './orders.ts'

const textOf = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')
const factsOf = (records: readonly TopicRecord[]) =>
  records.map(({ key, headers, value }) => [key, headers.ce_type, JSON.parse(value ?? '')])

test('the README shows the code that runs here, the call that does all of it first', async () => {
  const readme = await textOf('../README.md')
  const [whole, inSteps] = await Promise.all(
    ['hold-stock', 'place-order'].map(async (name) => {
      return readme.indexOf(`\`\`\`ts\n${await textOf(`examples/${name}.ts`)}\`\`\``)
    }),
  )

  expect(whole).toBeGreaterThan(0)
  expect(inSteps).toBeGreaterThan(whole ?? Number.NaN)
})

// A lease this long keeps the relay away: what arrives was published after its commit.
const fastPathOnly = { leaseMs: 600_000 }

test('outbox.transaction as the README shows it: an effect and its event, taken in once', async () => {
  await using tables = await openTables()
  await tables.query('create table stock (sku text primary key, available int not null)')
  await tables.query('create table holds (order_id text primary key, sku text, is_held boolean)')
  await tables.query("insert into stock values ('tea', 1)")
  const topic = await openTopic()
  await using instance = await openInstance(tables, fastPathOnly)
  const holdStock = createHoldStock(instance.outbox as never, topic)
  const first = { eventId: randomUUID(), orderId: 'one', sku: 'tea' }

  for (const placed of [first, first, { ...first, eventId: randomUUID(), orderId: 'two' }])
    await holdStock(placed, rootScope)
  await untilEmpty(tables)

  expect(factsOf(await read(topic)).sort()).toEqual([
    ['one', 'stock.held', { sku: 'tea' }],
    ['two', 'stock.short', { sku: 'tea' }],
  ])
  expect(await tables.query('select available from stock')).toEqual([{ available: 0 }])
  expect(await tables.query('select order_id, is_held from holds order by 1')).toEqual([
    { order_id: 'one', is_held: true },
    { order_id: 'two', is_held: false },
  ])
})

test('outbox.announce as the README shows it: the answer is there, then the event', async () => {
  await using tables = await openTables()
  await tables.query('drop table orders')
  await tables.query('create table orders (id text primary key, total_cents int not null)')
  const topic = await openTopic()
  await using instance = await openInstance(tables, fastPathOnly)
  const placeOrder = createPlaceOrder({ ...instance, topic } as never)
  const order = { id: 'seven', total_cents: 1_840 }

  const answer = await placeOrder(order, rootScope)
  await untilEmpty(tables)

  expect(answer).toEqual({ orderId: 'seven', status: 'placed' })
  expect(await tables.query('select * from orders')).toEqual([order])
  expect(factsOf(await read(topic))).toEqual([['seven', 'order.placed', { total_cents: 1_840 }]])
})

import { orderAccepted } from '@tailspan/contracts'
import { eventually, readRows, readTopic, type TopicRecord } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop } from '../shop/open-shop.ts'
import { newCustomer, postOrder, settledOrder, storedOrders, teaFor } from '../shop/orders.ts'
import { type SecondOrder, startSecondOrder } from '../shop/second-order.ts'
import type { Shop } from '../shop/shop.ts'

let shop: Shop
let second: SecondOrder
beforeAll(async () => {
  shop = await openShop()
  second = await startSecondOrder(shop)
})
afterAll(async () => {
  await second?.[Symbol.asyncDispose]()
  await shop[Symbol.asyncDispose]()
})

test('two order services: every event once, in order, and nothing left behind', async () => {
  const doors = [shop, { ...shop, orderUrl: second.orderUrl }]
  const place = (i: number) => postOrder(doors[i % 2] ?? shop, teaFor(newCustomer()))

  const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => place(i)))
  const ids = await Promise.all(
    answers.map(async (answer) => orderAccepted.parse(await answer.json()).id),
  )
  await Promise.all(ids.map((id) => settledOrder(shop, id)))
  await untilOutboxEmpty()

  const records = await readTopic(shop.system.kafkaBrokers, 'orders')
  const typesOf = Map.groupBy(records, ({ key }) => key ?? '')
  for (const id of ids)
    expect(typesOf.get(id)?.map(typeOf)).toEqual(['order.placed', 'order.confirmed'])
})

test('twins at two services, under one Idempotency-Key, are one order', async () => {
  const order = teaFor(newCustomer())
  const headers = { 'idempotency-key': `"${crypto.randomUUID()}"` }

  const doors = [shop, { ...shop, orderUrl: second.orderUrl }]
  const twins = Array.from({ length: 8 }, (_, i) => postOrder(doors[i % 2] ?? shop, order, headers))
  const answers = await Promise.all(twins)

  const bodies = await Promise.all(answers.map((answer) => answer.text()))
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202))
  expect(new Set(bodies).size).toBe(1)
  expect(await storedOrders(shop, order.customer.email)).toEqual([JSON.parse(bodies[0] ?? '').id])
})

const typeOf = ({ headers }: TopicRecord) => headers.ce_type

async function untilOutboxEmpty(): Promise<void> {
  await eventually(async () => {
    const rows = await readRows(shop.databaseUrl, 'select id from "order".outbox')
    return rows.length === 0
  })
}

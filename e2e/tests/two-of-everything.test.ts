import { orderAccepted } from '@tailspan/contracts'
import {
  newCustomer,
  postPatiently,
  type Shop,
  settledOrder,
  storedOrders,
  teaFor,
} from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { eventually, readMails, readRows, readTopic, type TopicRecord } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let shop: Shop
let doors: readonly Shop[]
beforeAll(async () => {
  shop = await openShop({ all: { KAFKA_CLIENT: 'kafkajs' } })
  const services = ['order', 'inventory', 'notification'] as const
  const [order] = await Promise.all(services.map((service) => shop.system.addInstance(service)))
  doors = [shop, { ...shop, orderUrl: order?.url ?? '' }]
})
afterAll(() => shop[Symbol.asyncDispose]())

test('two of every service: each event once and in order, each effect once, nothing left behind', async () => {
  const orderCount = 40
  const customers = Array.from({ length: orderCount }, newCustomer)
  const before = await availableMugs()

  const ids = await Promise.all(customers.map((customer, i) => buyMug(customer, i)))
  await Promise.all(ids.map((id) => settledOrder(shop, id)))
  await eventually(async () => (await outboxRows()).length === 0)

  const said = {
    orders: await readTopic(shop.system.kafkaBrokers, 'orders'),
    stock: await readTopic(shop.system.kafkaBrokers, 'stock'),
  }
  for (const id of ids) {
    expect(typesOf(said.orders, id)).toEqual(['order.placed', 'order.confirmed'])
    expect(typesOf(said.stock, id)).toEqual(['stock.held'])
  }
  expect(await availableMugs()).toBe(before - orderCount)
  for (const customer of customers) {
    const mails = await bothMails(customer)
    expect(mails).toHaveLength(2)
  }
})

test('C4 one instance of each service after the other takes the other Kafka client under load: nothing is lost or done twice', async () => {
  const before = await availableMugs()
  const bought: { readonly id: string; readonly email: string }[] = []
  const buy = async (count: number) => {
    const customers = Array.from({ length: count }, newCustomer)
    const ids = await Promise.all(customers.map((customer, i) => buyMug(customer, i)))
    bought.push(...ids.map((id, i) => ({ id, email: customers[i]?.email ?? '' })))
  }

  // Order on one client and inventory on both; in the end each group has a member on either.
  for (const service of ['inventory', 'notification', 'order'] as const) {
    const own = { ...shop.envOf(service), KAFKA_CLIENT: 'platformatic' }
    const settings = service === 'order' ? shop.orderEnv(own) : own
    await Promise.all([buy(10), shop.system.replace(service, settings), buy(10)])
  }
  await buy(10)

  const settled = await Promise.all(bought.map(({ id }) => settledOrder(shop, id)))
  expect(new Set(settled.map(({ status }) => status))).toEqual(new Set(['confirmed']))
  await eventually(async () => (await outboxRows()).length === 0)
  expect(await availableMugs()).toBe(before - bought.length)
  for (const customer of bought) await bothMails(customer)
})

test('twins at two services, under one Idempotency-Key, are one order', async () => {
  const order = teaFor(newCustomer())
  const headers = { 'idempotency-key': `"${crypto.randomUUID()}"` }

  const twins = Array.from({ length: 8 }, (_, i) =>
    postPatiently(doors[i % 2] ?? shop, order, headers),
  )
  const answers = await Promise.all(twins)

  const bodies = await Promise.all(answers.map((answer) => answer.text()))
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202))
  expect(new Set(bodies).size).toBe(1)
  expect(await storedOrders(shop, order.customer.email)).toEqual([JSON.parse(bodies[0] ?? '').id])
})

async function buyMug(customer: { readonly email: string }, i: number): Promise<string> {
  const order = { customer, lines: [{ sku: 'mug', quantity: 1 }] }
  // Who asks again, because a service starts anew, has one order.
  const headers = { 'idempotency-key': `"${crypto.randomUUID()}"` }
  const answer = await postPatiently(doors[i % 2] ?? shop, order, headers)
  return orderAccepted.parse(await answer.json()).id
}

/** Two different ones, however often each has come. */
async function bothMails({ email }: { readonly email: string }) {
  const mails = () => readMails(shop.system.mailUrl, { to: email })
  await eventually(async () => (await mails()).length >= 2)
  expect(new Set((await mails()).map(({ messageId }) => messageId)).size).toBe(2)
  return mails()
}

async function availableMugs(): Promise<number> {
  const statement = "select available from inventory.stock where sku = 'mug'"
  const [row] = await readRows<{ available: number }>(shop.databaseUrl, statement)
  return row?.available ?? Number.NaN
}

function outboxRows(): Promise<unknown[]> {
  const statement = 'select id from "order".outbox union all select id from inventory.outbox'
  return readRows(shop.databaseUrl, statement)
}

function typesOf(records: readonly TopicRecord[], key: string): unknown[] {
  return records.filter((record) => record.key === key).map(({ headers }) => headers.ce_type)
}

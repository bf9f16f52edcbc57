import { newCustomer, postPatiently, type Shop, storedOrders, teaFor } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { readMails, readTopic, type TopicRecord } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allConfirmed, availableMugs, buyMugs } from './mugs.ts'

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
  const before = await availableMugs(shop)

  const bought = await buyMugs(doors, orderCount)
  await allConfirmed(shop, bought)

  const said = {
    orders: await readTopic(shop.system.kafkaBrokers, 'orders'),
    stock: await readTopic(shop.system.kafkaBrokers, 'stock'),
  }
  for (const { id } of bought) {
    expect(typesOf(said.orders, id)).toEqual(['order.placed', 'order.confirmed'])
    expect(typesOf(said.stock, id)).toEqual(['stock.held'])
  }
  expect(await availableMugs(shop)).toBe(before - orderCount)
  for (const { email } of bought)
    expect(await readMails(shop.system.mailUrl, { to: email })).toHaveLength(2)
})

test('C4 one instance of each service after the other takes the other Kafka client under load: nothing is lost or done twice', async () => {
  const before = await availableMugs(shop)
  const buying: ReturnType<typeof buyMugs>[] = []
  const buy = (count: number) => {
    buying.push(buyMugs(doors, count))
    return buying.at(-1)
  }

  // Order on one client and inventory on both; in the end each group has a member on either.
  for (const service of ['inventory', 'notification', 'order'] as const) {
    const own = { ...shop.envOf(service), KAFKA_CLIENT: 'platformatic' }
    const settings = service === 'order' ? shop.orderEnv(own) : own
    await Promise.all([buy(10), shop.system.replace(service, settings), buy(10)])
  }
  await buy(10)

  const bought = (await Promise.all(buying)).flat()
  await allConfirmed(shop, bought)
  expect(await availableMugs(shop)).toBe(before - bought.length)
})

test('duplicates at two services, under one Idempotency-Key, are one order', async () => {
  const order = teaFor(newCustomer())
  const headers = { 'idempotency-key': `"${crypto.randomUUID()}"` }

  const duplicates = Array.from({ length: 8 }, (_, i) =>
    postPatiently(doors[i % 2] ?? shop, order, headers),
  )
  const answers = await Promise.all(duplicates)

  const bodies = await Promise.all(answers.map((answer) => answer.text()))
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202))
  expect(new Set(bodies).size).toBe(1)
  expect(await storedOrders(shop, order.customer.email)).toEqual([JSON.parse(bodies[0] ?? '').id])
})

function typesOf(records: readonly TopicRecord[], key: string): unknown[] {
  return records.filter((record) => record.key === key).map(({ headers }) => headers.ce_type)
}

import { placeOrder, type Shop, settledOrder } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { eventually, type Grant, type OwnKafka, startOwnKafka } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The rights of docs/run-locally.md: none to create, to describe or to alter settings.
const rights = {
  order: [
    ['READ', 'TOPIC', 'stock'],
    ['READ', 'GROUP', 'order'],
    ['WRITE', 'TOPIC', 'stock.dlt'],
    ['WRITE', 'TOPIC', 'orders'],
  ],
  inventory: [
    ['READ', 'TOPIC', 'orders'],
    ['READ', 'GROUP', 'inventory'],
    ['WRITE', 'TOPIC', 'orders.dlt'],
    ['WRITE', 'TOPIC', 'stock'],
  ],
  notification: [
    ['READ', 'TOPIC', 'orders'],
    ['READ', 'GROUP', 'notification'],
    ['WRITE', 'TOPIC', 'orders.dlt'],
  ],
} as const satisfies Record<string, readonly Grant[]>

const services = ['order', 'inventory', 'notification'] as const
const password = 'secret'
const patient = { timeoutMs: 60_000 }

let kafka: OwnKafka
let shop: Shop
beforeAll(async () => {
  const users = Object.fromEntries(services.map((name) => [name, password]))
  kafka = await startOwnKafka({ users })
  const names = ['orders', 'stock', 'orders.dlt', 'stock.dlt']
  await kafka.operator.createTopics(...names.map((topic) => ({ topic, numPartitions: 3 })))
  shop = await openShop()
  for (const name of services) {
    await kafka.operator.grant(name, ...rights[name])
    await shop.system.replace(name, {
      KAFKA_BROKERS: kafka.guardedBrokers,
      KAFKA_SASL: `plain:${name}:${password}`,
    })
  }
})
afterAll(async () => {
  await shop[Symbol.asyncDispose]()
  await kafka[Symbol.asyncDispose]()
})

test('W5 with the rights that are documented, on topics that are there, an order goes its whole way', async () => {
  const order = await placeOrder(shop)

  expect(await settledOrder(shop, order.id)).toMatchObject({ status: 'confirmed' })
})

test('W5 a right that is taken away is named at /readyz, and nothing is lost until it is granted', async () => {
  await kafka.operator.revoke('order', ['WRITE', 'TOPIC', 'orders'])
  const order = await placeOrder(shop)

  const readyz = (port: number) => fetch(`http://127.0.0.1:${port}/readyz`)
  const { order: port, orderDebug } = shop.system.ports

  // On a busy machine another check may fail for a moment as well.
  await eventually(async () => {
    const ready = await readyz(port)
    expect(await ready.json()).toMatchObject({ failed: ['kafka rights'] })
    expect(ready.status).toBe(503)
    expect(await (await readyz(orderDebug)).text()).toContain('no right to WRITE on topic orders')
  }, patient)
  await kafka.operator.grant('order', ['WRITE', 'TOPIC', 'orders'])

  expect(await settledOrder(shop, order.id)).toMatchObject({ status: 'confirmed' })
  await eventually(async () => (await readyz(port)).ok, patient)
})

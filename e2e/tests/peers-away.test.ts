import '@tailspan/trace-testing/vitest'
import {
  newCustomer,
  placedRecord,
  placeOrder,
  postAndHangUp,
  postOrder,
  type Shop,
  storedOrders,
  teaFor,
} from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { eventually, readTopic } from '@tailspan/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const deadlineMs = 2_000

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => {
  for (const link of Object.values(shop.links)) link.release()
})

describe.each(['inventory', 'pricing'] as const)('%s', (peer) => {
  test('is slow: 503 at the deadline, nothing stored, nothing published', async () => {
    const customer = newCustomer()
    shop.links[peer].hold()
    const startedAt = performance.now()

    const answer = await postOrder(shop, teaFor(customer))

    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({ code: `${peer}-unavailable` })
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(deadlineMs)
    expect(await leftBehind(customer.email)).toEqual({ orders: [], records: [] })
  })

  test('breaks off: 503, the question to the other is cancelled, nothing stored', async () => {
    const customer = newCustomer()
    const other = peer === 'inventory' ? 'pricing' : 'inventory'
    shop.links[other].hold()
    shop.links[peer].hold()

    const answering = postOrder(shop, teaFor(customer))
    await eventually(() => shop.links[peer].heldBytes() > 0 && shop.links[other].heldBytes() > 0)
    shop.links[peer].sever()
    const answer = await answering

    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ code: `${peer}-unavailable` })
    await eventually(() => shop.links[other].heldBytes() === 0)
    expect(await leftBehind(customer.email)).toEqual({ orders: [], records: [] })
  })
})

test('a client that leaves before the commit cancels both questions and leaves nothing behind', async () => {
  const customer = newCustomer()
  shop.links.inventory.hold()
  shop.links.pricing.hold()

  const client = await postAndHangUp(shop.orderUrl, teaFor(customer))
  const asked = () => shop.links.inventory.heldBytes() > 0 && shop.links.pricing.heldBytes() > 0
  await eventually(asked)
  await client.leave()
  await eventually(() => !asked())

  const span = await shop.system.receiver.store.waitForSpan(
    ({ attributes }) => attributes['tailspan.request.outcome'] === 'client-closed-request',
  )
  expect(span.name).toBe('POST /orders')
  expect(await leftBehind(customer.email)).toEqual({ orders: [], records: [] })
})

test('when both are back, orders are taken again', async () => {
  const order = await placeOrder(shop)

  expect(await placedRecord(shop, order.id)).toMatchObject({ key: order.id })
})

async function leftBehind(email: string) {
  const records = await readTopic(shop.system.kafkaBrokers, 'orders')
  return {
    orders: await storedOrders(shop, email),
    records: records.filter(({ value }) => value?.includes(email)),
  }
}

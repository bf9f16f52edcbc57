import '@tailspan/trace-testing/vitest'
import { randomBytes } from 'node:crypto'
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
import type { Span } from '@tailspan/trace-testing'
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

    const answer = await beforeDeadline(async () => {
      const answering = postOrder(shop, teaFor(customer))
      const isOver = answering.then(() => true)
      await Promise.race([isOver, eventually(areAsked)])
      shop.links[peer].sever()
      return answering
    })

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

  const left = await beforeDeadline(async () => {
    const traceId = randomBytes(16).toString('hex')
    const traceparent = `00-${traceId}-${'e'.repeat(16)}-01`
    const client = await postAndHangUp(shop.orderUrl, teaFor(customer), { traceparent })
    await eventually(() => areAsked() || client.isPutOff())
    await client.leave()
    return traceId
  })
  await eventually(() => !areAsked())

  const isIt = ({ name, traceId }: Span) => traceId === left && name === 'POST /orders'
  const span = await shop.system.receiver.store.waitForSpan(isIt, { timeoutMs: 60_000 })
  expect(span.attributes['tailspan.request.outcome']).toBe('client-closed-request')
  expect(await leftBehind(customer.email)).toEqual({ orders: [], records: [] })
})

test('when both are back, orders are taken again', async () => {
  const order = await placeOrder(shop)

  expect(await placedRecord(shop, order.id)).toMatchObject({ key: order.id })
})

/** Both peers have a question that they do not answer. */
function areAsked(): boolean {
  return shop.links.inventory.heldBytes() > 0 && shop.links.pricing.heldBytes() > 0
}

/** On a machine that stands still the deadline comes first, and that shows something else: then there is another attempt. */
async function beforeDeadline<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = 10; left > 0; left -= 1) {
    const startedAt = performance.now()
    const result = await attempt()
    if (performance.now() - startedAt < deadlineMs) return result
  }
  throw new Error('every attempt took as long as the deadline')
}

async function leftBehind(email: string) {
  const records = await readTopic(shop.system.kafkaBrokers, 'orders')
  return {
    orders: await storedOrders(shop, email),
    records: records.filter(({ value }) => value?.includes(email)),
  }
}

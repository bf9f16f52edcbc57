import { randomUUID } from 'node:crypto'
import {
  newCustomer,
  postAndHangUp,
  postPatiently,
  postUntilStored,
  type Shop,
  storedOrders,
  teaFor,
  traceIdOf,
} from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

const newKey = () => ({ 'idempotency-key': `"${randomUUID()}"` })

test('a repeated request gets the first answer again, in a trace of its own', async () => {
  const [order, key] = [teaFor(newCustomer()), newKey()]

  const first = await postPatiently(shop, order, key)
  const again = await postPatiently(shop, order, key)

  expect([first.status, again.status]).toEqual([202, 202])
  expect(await again.text()).toBe(await first.text())
  expect(again.headers.get('location')).toBe(first.headers.get('location'))
  expect(traceIdOf(again)).not.toBe(traceIdOf(first))
  expect(await storedOrders(shop, order.customer.email)).toHaveLength(1)
})

test('a client that hung up asks again and gets the same order', async () => {
  const [order, key] = [teaFor(newCustomer()), newKey()]
  const { client, orderId } = await postUntilStored(postAndHangUp, shop, { order, headers: key })
  await client.leave()

  const again = await postPatiently(shop, order, key)

  expect(await again.json()).toMatchObject({ id: orderId })
  expect(await storedOrders(shop, order.customer.email)).toEqual([orderId])
})

test('the first answer is repeated even while a peer is away', async () => {
  const [order, key] = [teaFor(newCustomer()), newKey()]
  const first = await postPatiently(shop, order, key)
  shop.links.pricing.hold()

  const again = await postPatiently(shop, order, key)
  shop.links.pricing.release()

  expect(await again.text()).toBe(await first.text())
})

test('another order under the same key is refused', async () => {
  const key = newKey()
  await postPatiently(shop, teaFor(newCustomer()), key)
  const other = teaFor(newCustomer())

  const answer = await postPatiently(shop, other, key)

  expect(answer.status).toBe(422)
  expect(await answer.json()).toMatchObject({ code: 'idempotency-key-reused' })
  expect(await storedOrders(shop, other.customer.email)).toEqual([])
})

test.each([['has spaces in it'], ['"unclosed'], ['x'.repeat(256)]])(
  'the key %s is refused',
  async (key) => {
    const answer = await postPatiently(shop, teaFor(newCustomer()), { 'idempotency-key': key })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'invalid-idempotency-key' })
  },
)

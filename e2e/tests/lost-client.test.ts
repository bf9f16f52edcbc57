import {
  newCustomer,
  type Post,
  postAndHangUp,
  postAndReset,
  recordsOf,
  type Shop,
  settleLink,
  storedOrder,
  teaFor,
} from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

// Both clients leave once their order is stored, while the link to Kafka is held. At most one of the
// two records can be on its way by then: the other one waits in the service.

describe.each([
  ['destroys its socket', 'http1', postAndHangUp],
  ['resets its HTTP/2 stream', 'h2c', postAndReset],
] as const)('a client that %s', (_, protocol, post) => {
  const leave = (strategy: string) =>
    leaveTwice(post, { HTTP_PROTOCOL: protocol, PUBLISH: strategy })

  test('B2 loses nothing with `detached`', async () => {
    const linked = expect.stringContaining(callersTrace)

    expect(await leave('detached')).toEqual([linked, linked])
  })

  test('loses a record with `request`', async () => {
    expect(await leave('request')).toContain('lost')
  })

  test('finds its trace broken with `background`', async () => {
    const broken = expect.not.stringContaining(callersTrace)

    expect(await leave('background')).toEqual([broken, broken])
  })
})

const callersTrace = 'd'.repeat(32)

/** The traceparents of what Kafka has of both orders in the end. */
async function leaveTwice(post: Post, settings: Record<string, string>): Promise<string[]> {
  await shop.reopen({ ...settings, DRAIN: '30s' })
  shop.links.kafka.hold()
  const orderIds = [await postAndLeave(post), await postAndLeave(post)]
  await settleLink(shop)
  return Promise.all(orderIds.map((id) => traceparentOf(id)))
}

async function postAndLeave(post: Post): Promise<string> {
  const customer = newCustomer()
  const traceparent = `00-${callersTrace}-${'e'.repeat(16)}-01`
  const client = await post(shop.orderUrl, teaFor(customer), { traceparent })
  const orderId = await storedOrder(shop, customer.email)
  await client.leave()
  return orderId
}

async function traceparentOf(orderId: string): Promise<string> {
  const records = await recordsOf(shop, orderId)
  const placed = records.find(({ headers }) => headers.ce_type === 'order.placed')
  return placed?.headers.traceparent ?? 'lost'
}

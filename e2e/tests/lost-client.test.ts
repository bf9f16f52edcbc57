import { randomBytes } from 'node:crypto'
import {
  newCustomer,
  type Post,
  placedRecord,
  postAndHangUp,
  postAndReset,
  postUntilStored,
  recordsOf,
  type Shop,
  settleLink,
  teaFor,
} from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import type { Span } from '@tailspan/trace-testing'
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
  const leave = (strategy: string, onReleased?: (left: readonly Left[]) => Promise<unknown>) =>
    leaveTwice(post, { HTTP_PROTOCOL: protocol, PUBLISH: strategy }, onReleased)

  test('B2 loses nothing with `detached`', async () => {
    expect(await leave('detached')).toEqual(['in its trace', 'in its trace'])
  })

  test('loses a record with `request`', async () => {
    expect(await leave('request')).toContain('lost')
  })

  test('finds its trace broken with `background`', async () => {
    // Nobody owns its queue: a stop at once would not wait for what is in it.
    const untilSent = (left: readonly Left[]) =>
      Promise.all(left.map(({ orderId }) => placedRecord(shop, orderId)))

    expect(await leave('background', untilSent)).toEqual(['in another trace', 'in another trace'])
  })
})

type Left = { readonly orderId: string; readonly traceId: string }

/** What Kafka has of both orders in the end. */
async function leaveTwice(
  post: Post,
  settings: Record<string, string>,
  onReleased: (left: readonly Left[]) => Promise<unknown> = async () => {},
): Promise<string[]> {
  await shop.reopen({ ...settings, DRAIN: '30s' })
  shop.links.kafka.hold()
  const left = [await postAndLeave(post), await postAndLeave(post)]
  shop.links.kafka.release()
  await onReleased(left)
  await settleLink(shop)
  return Promise.all(left.map(recordOf))
}

async function postAndLeave(post: Post): Promise<Left> {
  const order = teaFor(newCustomer())
  const traceId = randomBytes(16).toString('hex')
  const traceparent = `00-${traceId}-${'e'.repeat(16)}-01`
  const { client, orderId } = await postUntilStored(post, shop, { order, headers: { traceparent } })
  await client.leave()
  // What it has left is over when the service has noticed, too.
  const isOver = ({ name, attributes, ...span }: Span) =>
    span.traceId === traceId &&
    name === 'POST /orders' &&
    attributes['http.response.status_code'] !== 503
  await shop.system.receiver.store.waitForSpan(isOver, { timeoutMs: 60_000 })
  return { orderId, traceId }
}

async function recordOf({ orderId, traceId }: Left): Promise<string> {
  const records = await recordsOf(shop, orderId)
  const placed = records.find(({ headers }) => headers.ce_type === 'order.placed')
  if (!placed) return 'lost'
  return placed.headers.traceparent?.includes(traceId) ? 'in its trace' : 'in another trace'
}

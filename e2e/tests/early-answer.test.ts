import '@tailspan/trace-testing/vitest'
import { placedRecord, placeOrder, recordsOf, type Shop, settleLink } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { findSpan, type Span } from '@tailspan/trace-testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let shop: Shop
beforeAll(async () => {
  // On a busy machine what was held takes longer than the default to leave.
  shop = await openShop({ order: { PUBLISH: 'detached', DRAIN: '30s' } })
})
afterAll(() => shop[Symbol.asyncDispose]())

// The proxy between order and broker keeps the bytes, so at the time of the answer Kafka has nothing.

test('B1 B13 with `detached` the answer does not wait for Kafka, and the record follows in its trace', async () => {
  shop.links.kafka.hold()

  const order = await placeOrder(shop)
  const before = await recordsOf(shop, order.id)
  await settleLink(shop)

  expect(before).toEqual([])
  await placedRecord(shop, order.id)
  const spans = await shop.system.receiver.store.waitForTrace(order.traceId, hasSend, {
    timeoutMs: 60_000,
  })
  expect(spans).toHaveSpanTree(`
    POST /orders SERVER order
      create orders PRODUCER order
        send orders CLIENT order
  `)
  expect(sendOf(spans)).toOutlive(findSpan(spans, 'POST /orders SERVER order'))
  expect(sendOf(spans)?.attributes).toMatchObject({ 'tailspan.detached': true })
})

test('D11 with `request` a record is cancelled by its answer and lost', async () => {
  await shop.reopen({ PUBLISH: 'request' })
  shop.links.kafka.hold()

  // At most one can be on its way before its answer ends it; the other one waits in the queue.
  const orders = [await placeOrder(shop), await placeOrder(shop)]
  await settleLink(shop)
  const records = await Promise.all(orders.map(({ id }) => recordsOf(shop, id)))

  expect(records).toContainEqual([])
})

test('D11 with `background` the record arrives in another trace', async () => {
  await shop.reopen({ PUBLISH: 'background' })

  const order = await placeOrder(shop)
  const { headers } = await placedRecord(shop, order.id)

  expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  expect(headers.traceparent).not.toContain(order.traceId)
})

const hasSend = (spans: readonly Span[]) => sendOf(spans) !== undefined

function sendOf(spans: readonly Span[]): Span | undefined {
  const root = spans.find(({ name }) => name === 'POST /orders')
  const created = spans.find(
    ({ name, parentSpanId }) => name === 'create orders' && parentSpanId === root?.spanId,
  )
  return spans.find(
    ({ name, parentSpanId }) => name === 'send orders' && parentSpanId === created?.spanId,
  )
}

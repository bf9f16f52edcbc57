import '@tailspan/trace-testing/vitest'
import { randomBytes } from 'node:crypto'
import { placedRecord, placeOrder, type Shop, settledOrder, wholeTrace } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { findSpan, hasSpanTree, type Span } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'

const caller = () => ({
  traceId: randomBytes(16).toString('hex'),
  spanId: randomBytes(8).toString('hex'),
})

test('Q1 with OTEL_PROPAGATORS=b3 one trace leads from the caller to the second mail, and to a service that is set otherwise', async () => {
  await using shop = await openShop({ all: { OTEL_PROPAGATORS: 'b3' } })
  await shop.system.replace('notification', { OTEL_PROPAGATORS: 'tracecontext,baggage' })
  const { traceId, spanId } = caller()

  const order = await placeOrder(shop, { b3: `${traceId}-${spanId}-1`, traceparent: foreign })
  const { headers } = await placedRecord(shop, order.id)
  const spans = await traceOf(shop, traceId, hasSpanTree(wholeTrace))

  expect(order.traceId).toBe(traceId)
  expect(findSpan(spans, 'POST /orders SERVER order').parentSpanId).toBe(spanId)
  expect(findSpan(spans, 'GET /stock SERVER inventory').parentSpanId).toBe(
    findSpan(spans, 'GET /stock CLIENT order').spanId,
  )
  expect(headers).not.toHaveProperty('traceparent')
  expect(headers.b3).toBe(`${headers.ce_traceparent?.slice(3, -3)}-1`)
  expect(new Set(spans.map(({ service }) => service)).size).toBe(4)
})

test('Q2 OTEL_SDK_DISABLED=true records nothing, and the trace and the baggage go on', async () => {
  await using shop = await openShop({ order: { OTEL_SDK_DISABLED: 'true' } })
  const { traceId, spanId } = caller()
  const traceparent = `00-${traceId}-${spanId}-01`

  const order = await placeOrder(shop, { traceparent, baggage: 'tenant=blue,session=secret' })
  const { headers } = await placedRecord(shop, order.id)
  const spans = await traceOf(shop, traceId, (all) => hasSecondMail(all) && hasStock(all))

  expect(await settledOrder(shop, order.id)).toMatchObject({ status: 'confirmed' })
  expect(spans.filter(({ service }) => service === 'order')).toEqual([])
  expect(findSpan(spans, 'GET /stock SERVER inventory').parentSpanId).toBe(spanId)
  expect(headers).toMatchObject({
    traceparent,
    ce_traceparent: traceparent,
    baggage: 'tenant=blue',
  })
})

const foreign = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`

const hasSecondMail = (spans: readonly Span[]) =>
  spans.filter(({ name, service }) => name === 'process orders' && service === 'notification')
    .length === 2

// Spans come from several services, in any order.
const hasStock = (spans: readonly Span[]) =>
  spans.some(({ name, service }) => name === 'GET /stock' && service === 'inventory')

function traceOf({ system }: Shop, traceId: string, isWhole: (spans: readonly Span[]) => boolean) {
  return system.receiver.store.waitForTrace(traceId, isWhole, { timeoutMs: 60_000 })
}

import '@tailspan/trace-testing/vitest'
import { placeOrder, type Shop } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { findSpan, type Span } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'

test('T2 with TRACE_ASYNC=link a consumer starts a trace of its own, linked once to the creation', async () => {
  await using shop = await openShop({ all: { TRACE_ASYNC: 'link' } })

  const order = await placeOrder(shop)
  const created = await spanOf(shop, 'create orders', order.traceId)
  const processed = await shop.system.receiver.store.waitForSpan(
    (span) => span.name === 'process orders' && span.links[0]?.spanId === created.spanId,
    { timeoutMs: 60_000 },
  )

  expect(processed.traceId).not.toBe(order.traceId)
  expect(processed.parentSpanId).toBeUndefined()
  expect(processed.links).toHaveLength(1)
  expect(processed).toHaveLinkTo(created)
})

async function spanOf({ system }: Shop, name: string, traceId: string): Promise<Span> {
  const hasIt = (spans: readonly Span[]) => spans.some((span) => span.name === name)
  const patience = { timeoutMs: 60_000 }
  return findSpan(await system.receiver.store.waitForTrace(traceId, hasIt, patience), name)
}

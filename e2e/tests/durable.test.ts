import '@tailspan/trace-testing/vitest'
import { placedRecord, placeOrder, recordsOf, type Shop, settledOrder } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { eventually, readRows } from '@tailspan/testkit'
import { buildTree, findSpan, renderTrace, type Span } from '@tailspan/trace-testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

// The proxy between order and broker keeps the bytes; what a killed process had written into it is
// dropped with its connection.

test('T5 kill -9 with the link held: `durable` loses nothing, and the trace shows who sent it', async () => {
  await shop.reopen({ PUBLISH: 'durable' })
  const orders = await placeAndKill()

  const settled = await Promise.all(orders.map(({ id }) => settledOrder(shop, id)))

  expect(settled.map(({ status }) => status)).toEqual(['confirmed', 'confirmed', 'confirmed'])
  await eventually(async () => (await waitingRows()) === 0, patient)
  for (const { id, traceId } of orders) await expectRelayed(id, traceId)
})

test('kill -9 with the link held: `detached` loses what was answered', async () => {
  await shop.reopen({ PUBLISH: 'detached' })
  const orders = await placeAndKill()

  // An order of the new process has made the whole way, so nothing older is still under way.
  await settledOrder(shop, (await placeOrder(shop)).id)
  const records = await Promise.all(orders.map(({ id }) => recordsOf(shop, id)))

  expect(records).toContainEqual([])
})

test('without Kafka the service starts, says so, and takes orders that arrive later', async () => {
  shop.links.kafka.hold()
  shop.links.kafka.sever()
  await shop.reopen({ PUBLISH: 'durable' })

  const ready = await fetch(`${shop.orderUrl}/readyz`)
  const orders = [await placeOrder(shop), await placeOrder(shop)]
  const before = await Promise.all(orders.map(({ id }) => recordsOf(shop, id)))
  shop.links.kafka.release()
  shop.links.kafka.sever()

  expect(ready.status).toBe(200)
  expect(before).toEqual([[], []])
  for (const { id } of orders)
    expect(await settledOrder(shop, id)).toMatchObject({ status: 'confirmed' })
})

test('without Kafka inventory starts, too: its stock is asked before an order is taken', async () => {
  await shop.reopen({ PUBLISH: 'durable' })
  await shop.system.halt('kafka', 'kill')
  await shop.system.replace('inventory', {})

  const { id } = await placeOrder(shop)
  await shop.system.resume('kafka')

  expect(await settledOrder(shop, id)).toMatchObject({ status: 'confirmed' })
})

const patient = { timeoutMs: 60_000 }

/** Places three orders that cannot leave, and kills the service; another one takes its place. */
async function placeAndKill() {
  const { kafka } = shop.links
  kafka.hold()
  const orders = [await placeOrder(shop), await placeOrder(shop), await placeOrder(shop)]
  // What the process has not exported dies with it, and the trace would begin with the relay.
  for (const { traceId } of orders) await exportedByOrder(traceId)
  const old = shop.system.part('order')
  await old?.kill()
  kafka.sever()
  kafka.release()
  await eventually(async () => {
    const { ok } = await fetch(`${shop.orderUrl}/readyz`)
    return ok && shop.system.part('order') !== old
  }, patient)
  return orders
}

/** The spans of an order up to its answer; the send is still under way, so it is not among them. */
function exportedByOrder(traceId: string): Promise<readonly Span[]> {
  const has = (spans: readonly Span[], wanted: string) => spans.some(({ name }) => name === wanted)
  return shop.system.receiver.store.waitForTrace(
    traceId,
    (spans) => has(spans, 'POST /orders') && has(spans, 'create orders'),
    patient,
  )
}

/** One trace, although the process that began it is dead; its send points to the round of the relay. */
async function expectRelayed(orderId: string, traceId: string): Promise<void> {
  const { store } = shop.system.receiver
  const isHandled = (all: readonly Span[]) => all.some(({ name }) => name === 'process orders')
  const isWhole = (all: readonly Span[]) => linkOf(all) !== undefined && isHandled(all)
  const spans = await store.waitForTrace(traceId, isWhole, patient)
  const { spanId } = linkOf(spans) ?? {}
  const sends = spans.filter((one) => one.links[0]?.spanId === spanId)
  const root = findSpan(spans, 'POST /orders SERVER order')
  const steps = spans.filter(
    (one) => one.parentSpanId === root.spanId && one.name === 'create orders',
  )
  const relay = await store.waitForSpan((span) => span.spanId === spanId, patient)
  const { headers } = await placedRecord(shop, orderId)
  expect(relay).toMatchObject({ name: 'relay orders', service: 'order' })
  expect(headers.ce_traceparent).toContain(traceId)
  // Those that work on the record take as long as the machine is busy; between these nothing ran but the lease.
  const both = [...inNoTime(root, steps), ...inNoTime(relay, sends)]
  const picture = renderTrace(buildTree(both), { width: 120 })
  expect(picture).toContain('↪ linked to relay orders')
  expect(picture).toMatch(/⋯ .* cut out, nothing ran/)
}

/** A span and those that it has begun, as on a machine that is a thousand times as fast. */
function inNoTime(first: Span, others: readonly Span[]): Span[] {
  const at = (ns: bigint) => first.startNs + (ns - first.startNs) / 1_000n
  return [first, ...others].map((one) => ({
    ...one,
    startNs: at(one.startNs),
    endNs: at(one.endNs),
  }))
}

function linkOf(spans: readonly Span[]) {
  return spans.find(({ name, links }) => name === 'send orders' && links.length > 0)?.links[0]
}

async function waitingRows(): Promise<number> {
  const rows = await readRows(shop.databaseUrl, 'select id from "order".outbox')
  return rows.length
}

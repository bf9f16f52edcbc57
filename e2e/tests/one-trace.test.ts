import '@tailspan/trace-testing/vitest'
import { placedRecord, placeOrder, type Shop, settledOrder, wholeTrace } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { eventually, readTopic, waitForMail } from '@tailspan/testkit'
import { findSpan, hasSpanTree, type Span } from '@tailspan/trace-testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

test('T1 one trace leads from the request to the second mail', async () => {
  const order = await placeOrder(shop)

  const spans = await traceOf(order.traceId)

  expect(spans).toBeOneTrace()
  expect(spans).toHaveSpanTree(wholeTrace)
  // Each is a step that a person would name: one for each round trip to PostgreSQL, none for BEGIN and COMMIT.
  expect(spans.length).toBeLessThanOrEqual(28)
  expect(spans.filter(({ name }) => /^(BEGIN|COMMIT)$/.test(name))).toEqual([])
  expect(findSpan(spans, 'GET /stock CLIENT order')).toOverlap(
    findSpan(spans, 'POST /quotes CLIENT order'),
  )
  expect(await settledOrder(shop, order.id)).toMatchObject({ status: 'confirmed' })
  const mails = ['We have your order', 'is confirmed'].map((words) =>
    waitForMail(shop.system.mailUrl, { to: order.email, subject: new RegExp(words) }),
  )
  expect(new Set((await Promise.all(mails)).map(({ messageId }) => messageId)).size).toBe(2)
})

test('T4 the baggage that is allowed travels to Kafka, the rest stays at the edge', async () => {
  const order = await placeOrder(shop, { baggage: 'tenant=blue,session=secret' })

  const { headers } = await placedRecord(shop, order.id)

  expect(headers.baggage).toBe('tenant=blue')
})

test('T6 a caller that does not sample is not sampled anywhere', async () => {
  const traceId = 'b'.repeat(32)
  const order = await placeOrder(shop, { traceparent: `00-${traceId}-${'c'.repeat(16)}-00` })

  await settledOrder(shop, order.id)
  const { headers } = await placedRecord(shop, order.id)
  const later = await placeOrder(shop)
  await traceOf(later.traceId)

  expect(order.traceId).toBe(traceId)
  expect(headers.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`))
  expect(shop.system.receiver.store.trace(traceId)).toEqual([])
})

test('T8 the record keeps the context of its creation, twice and byte by byte', async () => {
  const order = await placeOrder(shop)

  const { headers } = await placedRecord(shop, order.id)
  const spans = await traceOf(order.traceId)

  const root = findSpan(spans, 'POST /orders SERVER order')
  const created = spans.find(
    ({ name, parentSpanId }) => name === 'create orders' && parentSpanId === root.spanId,
  )
  expect(headers.traceparent).toBe(`00-${order.traceId}-${created?.spanId}-01`)
  expect(headers.ce_traceparent).toBe(headers.traceparent)
})

test('T9 no span holds personal data', async () => {
  const order = await placeOrder(shop)

  const spans = await traceOf(order.traceId)

  const told = JSON.stringify(
    spans.map(({ attributes, events }) => [attributes, events]),
    toText,
  )
  expect(told).not.toContain('@')
})

const toText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

function traceOf(traceId: string): Promise<readonly Span[]> {
  return shop.system.receiver.store.waitForTrace(traceId, hasSpanTree(wholeTrace), {
    timeoutMs: 60_000,
  })
}

test('what is on the topics has the shape of the examples in the AsyncAPI document', async () => {
  const { id } = await placeOrder(shop)
  await settledOrder(shop, id)
  const answer = await fetch(`${shop.orderUrl}/asyncapi.json`)
  const { components } = (await answer.json()) as { components: { messages: Messages } }

  // That it is confirmed is stored before it is published.
  const records = await eventually(async () => {
    const topics = ['orders', 'stock'].map((topic) => readTopic(shop.system.kafkaBrokers, topic))
    const found = (await Promise.all(topics)).flat().filter(({ key }) => key === id)
    return found.length >= 3 && found
  })

  for (const { headers, value } of records) {
    const message = components.messages[headers.ce_type ?? '']
    const [example] = message?.examples ?? []
    expect(Object.keys(message?.headers.properties ?? {})).toEqual(
      expect.arrayContaining(Object.keys(headers)),
    )
    expect(Object.keys(headers)).toEqual(
      expect.arrayContaining(Object.keys(example?.headers ?? {})),
    )
    expect(shapeOf(JSON.parse(String(value)))).toEqual(shapeOf(example?.payload))
  }
})

type Messages = Readonly<
  Record<
    string,
    {
      readonly headers: { readonly properties: object }
      readonly examples: readonly { readonly headers: object; readonly payload: object }[]
    }
  >
>

/** The fields of a JSON value, and what kind of value each is. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, shapeOf(one)]))
}

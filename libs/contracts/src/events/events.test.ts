import { expect, test } from 'vitest'
import { z } from 'zod'
import { eventExamples, events, placeOrderRequest, quoteRequest, topics } from '../index.ts'

const orderId = '01996b3c-7d7e-7000-8000-000000000001'
const at = '2026-11-21T08:00:00.000Z'
const lines = [
  { sku: 'tea', quantity: 2 },
  { sku: 'samovar', quantity: 1 },
]
const order = {
  orderId,
  customer: { email: 'ada@example.com' },
  lines,
  totalCents: 1_840,
  currency: 'EUR',
}
const samples: { readonly [Type in keyof typeof events]: object } = {
  'order.placed': { ...order, placedAt: at },
  'order.confirmed': { ...order, settledAt: at },
  'order.rejected': { ...order, settledAt: at, reason: 'tea is short' },
  'stock.held': { orderId, lines },
  'stock.short': { orderId, missing: ['tea'] },
}
const cases = Object.entries(samples).map(([type, sample]) => {
  return [type, events[type as keyof typeof events] as z.ZodType, sample] as const
})

test.each(cases)('K6 %s is read with an unknown field in each of its objects', (...row) => {
  const [, schema, sample] = row

  const read = schema.safeParse(withUnknownFields(sample))

  expect(read).toEqual({ success: true, data: sample })
})

/** The same, each object in it with one field more, which holds objects itself. */
function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields)
  if (typeof value !== 'object' || value === null) return value
  const known = Object.entries(value).map(([name, one]) => [name, withUnknownFields(one)])
  return { ...Object.fromEntries(known), giftWrap: { paper: [{ colour: 'red' }] } }
}

test.each(cases)(
  'K6 %s has an open schema at every depth, also where the sample has nothing',
  (...row) => {
    const [, schema, sample] = row

    const objects = objectsOf(z.toJSONSchema(schema, { io: 'input' }))

    expect(objects.length).toBeGreaterThanOrEqual('customer' in sample ? 3 : 1)
    expect(objects.filter((one) => one.additionalProperties === false)).toEqual([])
  },
)

test.each([
  ['an order', placeOrderRequest],
  ['a quote', quoteRequest],
])('K6 a request for %s is closed at every depth', (_, schema) => {
  const objects = objectsOf(z.toJSONSchema(schema, { io: 'input' }))

  expect(objects.length).toBeGreaterThan(1)
  expect(objects.filter((one) => one.additionalProperties !== false)).toEqual([])
})

type JsonSchema = { readonly type?: unknown; readonly additionalProperties?: unknown }

function objectsOf(schema: unknown): readonly JsonSchema[] {
  if (typeof schema !== 'object' || schema === null) return []
  const inner = Object.values(schema).flatMap(objectsOf)
  return 'type' in schema && schema.type === 'object' ? [schema, ...inner] : inner
}

test.each([
  ['a currency that this shop has not', { currency: 'JPY' }],
  ['a time with an offset', { placedAt: '2026-11-21T10:00:00+02:00' }],
  ['a sku as other shops write them', { lines: [{ sku: 'Tea_4711/é', quantity: 1 }] }],
  ['a quantity above that of a request', { lines: [{ sku: 'tea', quantity: 250_000 }] }],
  ['more lines than a request may have', { lines: Array(60).fill(lines[0]) }],
  ['an amount above 32 bits', { totalCents: 90_000_000_000 }],
  ['an order id of another version', { orderId: '9b2fd1b0-5b34-4d5b-9c1e-0d1f3f3e9a11' }],
])('K6 an order with %s is read', (_, other) => {
  const placed = { ...samples['order.placed'], ...other }

  expect(events['order.placed'].safeParse(placed)).toMatchObject({ success: true, data: placed })
})

test.each([
  ['no order id', { orderId: undefined }],
  ['an address that opens a header', { customer: { email: 'a@b.de\r\nBcc: c@d.de' } }],
  ['a quantity that is no number', { lines: [{ sku: 'tea', quantity: '2' }] }],
  ['a time that is none', { placedAt: 'yesterday' }],
])('an order with %s is refused', (_, other) => {
  const placed = { ...samples['order.placed'], ...other }

  expect(events['order.placed'].safeParse(placed).success).toBe(false)
})

test('every event is said on exactly one topic', () => {
  const said = Object.values(topics).flatMap((topic) => [...topic.events])

  expect(said.toSorted()).toEqual(Object.keys(events).toSorted())
})

test.each(Object.entries(eventExamples))('the example of %s is one that readers take', (...row) => {
  const [type, example] = row
  const { headers, data } = example ?? { headers: {}, data: {} }

  expect(headers.ce_type).toBe(type)
  expect(events[type as keyof typeof events].safeParse(data)).toMatchObject({ success: true, data })
})

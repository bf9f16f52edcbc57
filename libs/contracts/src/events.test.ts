import { expect, test } from 'vitest'
import { events, topics } from './index.ts'

const placed = {
  orderId: '01996b3c-7d7e-7000-8000-000000000001',
  customer: { email: 'ada@example.com' },
  lines: [{ sku: 'tea', quantity: 2 }],
  totalCents: 1_840,
  currency: 'EUR',
  placedAt: '2026-11-21T08:00:00.000Z',
}

test('a field that a newer sender adds is tolerated', () => {
  const read = events['order.placed'].safeParse({ ...placed, giftWrap: true })

  expect(read.success).toBe(true)
})

test('an event without its order id is refused', () => {
  const { orderId: _, ...rest } = placed

  expect(events['order.placed'].safeParse(rest).success).toBe(false)
})

test('every event is said on exactly one topic', () => {
  const said = Object.values(topics).flatMap((topic) => [...topic.events])

  expect(said.toSorted()).toEqual(Object.keys(events).toSorted())
})

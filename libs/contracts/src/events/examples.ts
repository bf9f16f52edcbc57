import type { EventType } from './events.ts'

/** A message as it was on its topic, without the headers of its trace. */
type EventExample = {
  readonly headers: Readonly<Record<string, string>>
  readonly data: object
}

/** Messages of a run, for documents; an end-to-end test compares them with those of its own run. */
export const eventExamples: Readonly<Partial<Record<EventType, EventExample>>> = {
  'order.placed': {
    headers: {
      ce_specversion: '1.0',
      ce_id: '01a21946-1ae6-7833-bd51-1df9efa11b1b',
      ce_type: 'order.placed',
      ce_source: '/order',
      ce_time: '2026-11-26T19:12:34.534Z',
      ce_subject: '01a21946-1ae6-7410-9ff1-a790bf8975a2',
      'content-type': 'application/json',
    },
    data: {
      orderId: '01a21946-1ae6-7410-9ff1-a790bf8975a2',
      customer: { email: 'ada@example.com' },
      lines: [{ sku: 'tea', quantity: 2 }],
      totalCents: 1840,
      currency: 'EUR',
      placedAt: '2026-11-26T19:12:34.534Z',
    },
  },
  'order.confirmed': {
    headers: {
      ce_specversion: '1.0',
      ce_id: '01a21946-1de1-7fdf-ac1f-bae1d5aafd90',
      ce_type: 'order.confirmed',
      ce_source: '/order',
      ce_time: '2026-11-26T19:12:35.297Z',
      ce_subject: '01a21946-1d96-7ee8-a074-0119dab94eee',
      'content-type': 'application/json',
    },
    data: {
      orderId: '01a21946-1d96-7ee8-a074-0119dab94eee',
      customer: { email: 'ada@example.com' },
      lines: [{ sku: 'tea', quantity: 2 }],
      totalCents: 1840,
      currency: 'EUR',
      settledAt: '2026-11-26T19:12:35.297Z',
    },
  },
  'order.rejected': {
    headers: {
      ce_specversion: '1.0',
      ce_id: '01a21946-1f6f-7fd9-bd1d-26085f53bc1e',
      ce_type: 'order.rejected',
      ce_source: '/order',
      ce_time: '2026-11-26T19:12:35.695Z',
      ce_subject: '01a21946-1f3a-7db4-bdfa-f02269c78a5f',
      'content-type': 'application/json',
    },
    data: {
      orderId: '01a21946-1f3a-7db4-bdfa-f02269c78a5f',
      customer: { email: 'ada@example.com' },
      lines: [{ sku: 'tea', quantity: 2 }],
      totalCents: 1840,
      currency: 'EUR',
      settledAt: '2026-11-26T19:12:35.695Z',
      reason: 'out of stock: tea',
    },
  },
  'stock.held': {
    headers: {
      ce_specversion: '1.0',
      ce_id: '01a21945-d387-7d4b-8ec4-0dca016ab377',
      ce_type: 'stock.held',
      ce_source: '/inventory',
      ce_time: '2026-11-26T19:12:16.263Z',
      ce_subject: '01996b3c-7d7e-7ae1-bc72-1f045ebd2742',
      'content-type': 'application/json',
    },
    data: {
      orderId: '01996b3c-7d7e-7ae1-bc72-1f045ebd2742',
      lines: [
        { sku: 'tea', quantity: 2 },
        { sku: 'mug', quantity: 5 },
      ],
    },
  },
  'stock.short': {
    headers: {
      ce_specversion: '1.0',
      ce_id: '01a21945-d578-7555-9256-f88f8d41caee',
      ce_type: 'stock.short',
      ce_source: '/inventory',
      ce_time: '2026-11-26T19:12:16.760Z',
      ce_subject: '01996b3c-7d7e-747e-89b9-f42a213da74c',
      'content-type': 'application/json',
    },
    data: { orderId: '01996b3c-7d7e-747e-89b9-f42a213da74c', missing: ['samovar'] },
  },
}

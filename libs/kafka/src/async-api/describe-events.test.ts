import { lintAsyncApi } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { encodeEventHeaders } from '../message/event-codec.ts'
import { describeEvents } from './describe-events.ts'

const orders = {
  topic: 'orders',
  partitions: 3,
  settings: { 'retention.ms': '1000' },
  events: ['order.placed', 'order.confirmed'],
}
const stock = { topic: 'stock', partitions: 1, settings: {}, events: ['stock.held'] }
const schemas = {
  'order.placed': z.object({ orderId: z.guid(), quantity: z.int().positive() }),
  'order.confirmed': z.object({ orderId: z.guid() }),
  'stock.held': z.object({ orderId: z.guid() }),
}
const event = {
  id: 'e-1',
  type: 'order.placed',
  source: '/order',
  subject: 'o-1',
  time: '2026-11-21T08:00:00.000Z',
  data: { orderId: '01996b3c-7d7e-7000-8000-00000000c0de', quantity: 2 },
}
const document = describeEvents({
  title: 'Stock',
  description: 'Holds stock for orders.',
  schemas,
  examples: { 'order.placed': { headers: encodeEventHeaders(event), data: event.data } },
  consumes: { groupId: 'stock', topics: [orders], types: ['order.placed'] },
  publishes: [stock],
})

test('what a service consumes and publishes is a document that passes a linter', async () => {
  expect(await lintAsyncApi(document)).toEqual([])
  expect(Object.keys(document.channels)).toEqual(['orders', 'stock'])
  expect(document.operations).toMatchObject({
    'consume-orders': {
      action: 'receive',
      messages: [{ $ref: '#/channels/orders/messages/order.placed' }],
      bindings: { kafka: { groupId: { enum: ['stock'] } } },
    },
    'publish-stock': { action: 'send', channel: { $ref: '#/channels/stock' } },
  })
})

test('a message has the headers of CloudEvents and the schema that checks it, open for more fields', () => {
  const message = document.components.messages['order.placed']

  expect(message?.headers.properties.ce_type).toMatchObject({ const: 'order.placed' })
  expect(Object.keys(message?.headers.properties ?? {})).toEqual(
    expect.arrayContaining(Object.keys(encodeEventHeaders(event))),
  )
  expect(message?.payload).toMatchObject({
    required: ['orderId', 'quantity'],
    properties: { quantity: { type: 'integer', exclusiveMinimum: 0 } },
  })
  expect(JSON.stringify(document)).not.toContain('additionalProperties')
})

test.each([
  ['a message that nobody describes', { components: { messages: {} } }, 'no-unresolved-refs'],
  ['an operation without a channel', { operations: { odd: { action: 'send' } } }, 'struct'],
  ['an action of another version', { operations: { odd: { action: 'publish' } } }, 'struct'],
])('the linter sees %s', async (_, broken, rule) => {
  const findings = await lintAsyncApi({ ...document, ...broken })

  expect(findings).toContainEqual(expect.stringContaining(rule))
})

test('an event without a schema is no document', () => {
  const described = { title: 'Stock', description: 'Holds stock.', schemas: {}, examples: {} }

  expect(() => describeEvents({ ...described, publishes: [stock] })).toThrow('stock.held')
})

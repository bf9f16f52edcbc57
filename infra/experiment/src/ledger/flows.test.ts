import { expect, test } from 'vitest'
import { readFlows } from './flows.ts'
import type { Stored, StoredOrder } from './read-orders.ts'
import type { Copy, Records } from './read-records.ts'

const order = (id: string, status: StoredOrder['status'] = 'placed') =>
  [id, { id, status, email: `${id}@example.com`, quantity: 1 }] as const

const nothing: Stored = {
  orders: new Map([order('a')]),
  holds: new Map(),
  mails: new Map(),
  deferred: new Set(),
  waiting: new Set(),
}
const noRecords: Records = { copies: new Map(), letters: new Set() }

/** The four flows as `name: said/delivered/dead-lettered/pending/lost`. */
function read(stored: Partial<Stored>, records: Partial<Records> = {}): string[] {
  const flows = readFlows({ ...nothing, ...stored }, { ...noRecords, ...records })
  return flows.map(({ name, said, delivered, deadLettered, pending, lost }) => {
    const sizes = [said, delivered, deadLettered, pending, lost].map(({ size }) => size)
    return `${name}: ${sizes.join('/')}`
  })
}

const copy = (untaken: Copy['untaken']): Copy[] => [{ eventId: 'e', traceId: 't', untaken }]

test('an order of which nobody has heard is lost for both groups that listen', () => {
  expect(read({})).toEqual([
    'order.placed → inventory: 1/0/0/0/1',
    'order.placed → notification: 1/0/0/0/1',
    'stock.held → order: 0/0/0/0/0',
    'order.confirmed → notification: 0/0/0/0/0',
  ])
})

test('what lies in an outbox is pending for every group', () => {
  const flows = read({ waiting: new Set(['order.placed/a']) })

  expect(flows.slice(0, 2)).toEqual([
    'order.placed → inventory: 1/0/0/1/0',
    'order.placed → notification: 1/0/0/1/0',
  ])
})

test('what lies on the topic is pending for a group that has not taken it, lost for one that has', () => {
  const flows = read({}, { copies: new Map([['order.placed/a', copy(['inventory'])]]) })

  expect(flows.slice(0, 2)).toEqual([
    'order.placed → inventory: 1/0/0/1/0',
    'order.placed → notification: 1/0/0/0/1',
  ])
})

test('a deferred mail is pending for the group that defers it', () => {
  const flows = read({ deferred: new Set(['placed/a']) })

  expect(flows.slice(0, 2)).toEqual([
    'order.placed → inventory: 1/0/0/0/1',
    'order.placed → notification: 1/0/0/1/0',
  ])
})

test('a dead letter is the letter of one group', () => {
  const flows = read({}, { letters: new Set(['inventory/order.placed/a']) })

  expect(flows.slice(0, 2)).toEqual([
    'order.placed → inventory: 1/0/1/0/0',
    'order.placed → notification: 1/0/0/0/1',
  ])
})

test('each effect makes the next event: held stock wants a settled order, that wants a mail', () => {
  const orders = new Map([order('a', 'confirmed'), order('b')])
  const holds = new Map([
    ['a', 1],
    ['b', 1],
  ])
  const mails = new Map([
    ['placed/a', 1],
    ['placed/b', 1],
  ])

  expect(read({ orders, holds, mails })).toEqual([
    'order.placed → inventory: 2/2/0/0/0',
    'order.placed → notification: 2/2/0/0/0',
    'stock.held → order: 2/1/0/0/1',
    'order.confirmed → notification: 1/0/0/0/1',
  ])
})

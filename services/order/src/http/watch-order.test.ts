import { createScope } from '@tailspan/scope'
import { expect, test } from 'vitest'
import type { Order } from '../domain/order.ts'
import { createWatchOrder } from './watch-order.ts'

const placed: Order = {
  ...{ id: 'o', email: 'ada@example.com', lines: [], totalCents: 0, currency: 'EUR' },
  ...{ status: 'placed', placedAt: new Date(1), placedEventId: 'p' },
}
const rejected: Order = {
  ...placed,
  ...{ status: 'rejected', settledAt: new Date(2), settledEventId: 's', reason: 'out of stock' },
}

test('a timeline tells each step once and ends when the order is settled', async () => {
  const watchOrder = createWatchOrder({ orders: answering(placed, placed, rejected), pollMs: 1 })

  const steps = await Array.fromAsync(watchOrder('o', createScope()))

  expect(steps).toEqual([
    { type: 'order.placed', time: new Date(1) },
    { type: 'order.rejected', time: new Date(2), reason: 'out of stock' },
  ])
})

test('a timeline ends when its watcher leaves', async () => {
  const watcher = new AbortController()
  const watchOrder = createWatchOrder({ orders: answering(placed), pollMs: 60_000 })

  const steps = watchOrder('o', createScope({ signal: watcher.signal }))
  await steps.next()
  const end = steps.next()
  watcher.abort()

  await expect(end).resolves.toMatchObject({ done: true })
})

test('an order that does not exist has no timeline', async () => {
  const watchOrder = createWatchOrder({ orders: answering(), pollMs: 1 })

  await expect(watchOrder('o', createScope()).next()).rejects.toMatchObject({
    code: 'order-not-found',
  })
})

function answering(...orders: Order[]) {
  const find = async () => (orders.length > 1 ? orders.shift() : orders[0])
  return { find, add: async () => true, settle: async () => {} }
}

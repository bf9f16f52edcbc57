import { createScope } from '@tailspan/scope'
import { expect, test } from 'vitest'
import type { Order } from '../domain/order.ts'
import { createBatchedFind } from './batched-find.ts'
import { createSettlementPoller } from './settlement-poller.ts'
import { createWatchOrder } from './watch-order.ts'

const placed: Order = {
  id: 'o',
  email: 'ada@example.com',
  lines: [],
  totalCents: 0,
  currency: 'EUR',
  status: 'placed',
  placedAt: new Date(1),
  placedEventId: 'p',
}
const rejected: Order = {
  ...placed,
  status: 'rejected',
  settledAt: new Date(2),
  settledEventId: 's',
  reason: 'out of stock',
}
const steps = [
  { id: 'p', type: 'order.placed', time: new Date(1) },
  { id: 's', type: 'order.rejected', time: new Date(2), reason: 'out of stock' },
]
const log = { info() {}, warn() {} }

test('a timeline tells each step once and ends when the order is settled', async () => {
  const { watch } = openShop({ found: placed, settled: [[], [rejected]] })

  expect(await watch()).toEqual(steps)
})

test.each([
  ['nothing', placed, undefined, steps],
  ['nothing of a settled order', rejected, undefined, steps],
  ['the first step', placed, 'p', steps.slice(1)],
  ['the first step of a settled order', rejected, 'p', steps.slice(1)],
  ['all steps', rejected, 's', 'nothing more'],
  ['what is no step of it', placed, 'x'.repeat(9_000), steps],
  ['what is no step of it, settled', rejected, 'p, s', steps],
])('L2 a watcher that has seen %s gets the rest', async (...row) => {
  const [, found, lastEventId, expected] = row
  const { watch } = openShop({ found, settled: [[rejected]] })

  expect(await watch(lastEventId)).toEqual(expected)
})

test('a timeline ends when its watcher leaves', async () => {
  const watcher = new AbortController()
  const { watchOrder } = openShop({ found: placed, settled: [], pollMs: 60_000 })
  const scope = createScope({ signal: watcher.signal })

  const told = await watchOrder({ orderId: 'o', lastEventId: undefined }, scope)
  await told?.next()
  const end = told?.next()
  watcher.abort()

  await expect(end).resolves.toMatchObject({ done: true })
})

test('an order that does not exist has no timeline', async () => {
  const { watch } = openShop({ settled: [] })

  await expect(watch()).rejects.toMatchObject({ code: 'order-not-found' })
})

test('L1 a hundred watchers are one question, and none is asked when nobody watches', async () => {
  const shop = openShop({ found: placed, settled: [[], [], [rejected]] })

  const told = await Promise.all(Array.from({ length: 100 }, () => shop.watch()))

  expect(told).toEqual(Array.from({ length: 100 }, () => steps))
  expect(shop.questions).toEqual([['o'], ['o'], ['o']])
  // The first one at once, those that came meanwhile together.
  expect(shop.lookups).toEqual([['o'], ['o']])
})

test('L1 watchers outlast a database that is away', async () => {
  const away = new Error('away')
  const { watch } = openShop({ found: placed, settled: [away, away, [rejected]] })

  expect(await watch()).toEqual(steps)
})

type Given = {
  readonly found?: Order
  /** What each question after settled orders is answered; the last one again and again. */
  readonly settled: (readonly Order[] | Error)[]
  readonly pollMs?: number
}

function openShop({ found, settled, pollMs = 1 }: Given) {
  const questions: (readonly string[])[] = []
  const lookups: (readonly string[])[] = []
  const orders = {
    findMany: async (ids: readonly string[]) => {
      lookups.push(ids)
      return found ? [found] : []
    },
    async findSettled(ids: readonly string[]) {
      questions.push(ids)
      const answer = (settled.length > 1 ? settled.shift() : settled[0]) ?? []
      if (answer instanceof Error) throw answer
      return answer
    },
  }
  const settlements = createSettlementPoller({ orders, log, pollMs })
  const watchOrder = createWatchOrder({ findOrder: createBatchedFind(orders), settlements })
  async function watch(lastEventId?: string) {
    const told = await watchOrder({ orderId: 'o', lastEventId }, createScope())
    return told ? Array.fromAsync(told) : 'nothing more'
  }
  return { watchOrder, watch, lookups, questions }
}

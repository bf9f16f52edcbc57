import type { OrderAccepted } from '@tailspan/contracts'
import { createScope, type Scope, untilAborted, withCancel } from '@tailspan/scope'
import { expect, test } from 'vitest'
import { toIdempotencyKey } from './idempotency.ts'
import type { OrderEvent } from './order.ts'
import { createPlaceOrder } from './place-order.ts'

const request = { customer: { email: 'ada@example.com' }, lines: [{ sku: 'tea', quantity: 2 }] }

test('an order is priced, stored, and published after it is stored', async () => {
  const shop = openShop()

  const order = await shop.placeOrder(request, createScope())

  expect(order).toMatchObject({ status: 'placed', totalCents: 1_840 })
  expect(shop.happened).toEqual([
    'reserve',
    `store ${order.id}`,
    `store event of ${order.id}`,
    `publish ${order.id}`,
    'release',
  ])
})

test('the first failure cancels the other question and is the error', async () => {
  const cancelled = Promise.withResolvers<unknown>()
  const shop = openShop({
    quote: () => Promise.reject(new Error('no price')),
    checkSkus: ({ signal }) => untilAborted(signal).then(() => cancelled.resolve(signal.reason)),
  })

  const placing = shop.placeOrder(request, createScope())

  await expect(placing).rejects.toThrow('no price')
  await expect(cancelled.promise).resolves.toMatchObject({ message: 'no price' })
  expect(shop.happened).toEqual([])
})

test('a client that leaves during the questions leaves nothing behind', async () => {
  const shop = openShop({
    checkSkus: async ({ signal }) => {
      await untilAborted(signal)
      throw signal.reason
    },
  })
  const client = withCancel(createScope())

  const placing = shop.placeOrder(request, client.scope)
  client.cancel(new Error('client left'))

  await expect(placing).rejects.toThrow('client left')
  expect(shop.happened).toEqual([])
})

test('an order that could not be stored gives its place back and is not published', async () => {
  const shop = openShop({ add: () => Promise.reject(new Error('database away')) })

  const placing = shop.placeOrder(request, createScope())

  await expect(placing).rejects.toThrow('database away')
  expect(shop.happened).toEqual(['reserve', 'release'])
})

test('without a place nothing is stored', async () => {
  const shop = openShop({
    reserve: () => {
      throw new Error('tasks full')
    },
  })

  await expect(shop.placeOrder(request, createScope())).rejects.toThrow('tasks full')
  expect(shop.happened).toEqual([])
})

test('a request that was answered before gets its answer again, and nothing else happens', async () => {
  const shop = openShop({
    find: () => answered,
    checkSkus: () => Promise.reject(new Error('asked')),
  })

  const answer = await shop.placeOrder({ ...request, idempotencyKey: key }, createScope())

  expect(answer).toBe(answered)
  expect(shop.happened).toEqual([])
})

test('a request with the same key that has finished meanwhile: its answer is given, nothing is stored or published', async () => {
  const answers = [undefined, answered]
  const shop = openShop({ find: () => answers.shift(), keep: 'taken' })

  const answer = await shop.placeOrder({ ...request, idempotencyKey: key }, createScope())

  expect(answer).toBe(answered)
  expect(shop.happened).toEqual(['reserve', 'release'])
})

test('the same order has the same hash, another order another one', () => {
  const hash = (quantity: number, sku = 'tea') =>
    toIdempotencyKey('k', { ...request, lines: [{ sku, quantity }] }).bodyHash

  expect(hash(2)).toBe(toIdempotencyKey('other', request).bodyHash)
  expect(new Set([hash(2), hash(1), hash(2, 'mug')]).size).toBe(3)
})

const key = toIdempotencyKey('k', request)
const answered: OrderAccepted = {
  id: 'first',
  status: 'placed',
  totalCents: 1_840,
  currency: 'EUR',
  message: 'confirmation mail will be delivered shortly',
}

type Steps = {
  readonly checkSkus?: (scope: Scope) => Promise<void>
  readonly quote?: () => Promise<{ totalCents: number; currency: 'EUR' }>
  readonly add?: () => Promise<void>
  readonly reserve?: () => void
  readonly find?: () => OrderAccepted | undefined
  readonly keep?: 'taken'
}

const tx = { isTransaction: true } as const

function openShop({ checkSkus, quote, add, reserve, find, keep }: Steps = {}) {
  const happened: string[] = []
  let ids = 0
  const placeOrder = createPlaceOrder({
    stock: { checkSkus: async (_, scope) => checkSkus?.(scope) },
    prices: { quote: async () => quote?.() ?? { totalCents: 1_840, currency: 'EUR' } },
    orders: {
      async add(order, { answered, announce }) {
        if (answered && keep === 'taken') return false
        await add?.()
        happened.push(`store ${order.id}`)
        announce(tx)
        return true
      },
      find: async () => undefined,
      findMany: async () => [],
      findSettled: async () => [],
      settle: async () => {},
    },
    keys: { find: async () => find?.() },
    publisher: {
      reserve() {
        reserve?.()
        happened.push('reserve')
        return {
          store: ({ data }) => void happened.push(`store event of ${data.orderId}`),
          publish: ({ data }: OrderEvent) => void happened.push(`publish ${data.orderId}`),
          [Symbol.dispose]: () => void happened.push('release'),
        }
      },
    },
    now: () => new Date(0),
    newId: () => `id-${++ids}`,
  })
  return { placeOrder, happened }
}

import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { createTaskRegistry } from '@tailspan/lifecycle'
import { createOutbox } from '@tailspan/outbox'
import { createDatabase } from '@tailspan/postgres'
import { createScope, rootScope, withCancel } from '@tailspan/scope'
import {
  countQueries,
  countWaiting,
  createTestDatabase,
  eventually,
  infrastructure,
  startTcpProxy,
  type TestDatabase,
  withoutKafka,
} from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { toIdempotencyKey } from '../src/domain/idempotency.ts'
import { createPlaceOrder } from '../src/domain/place-order.ts'
import { createSettleOrder } from '../src/domain/settle-order.ts'
import { publishDurable } from '../src/kafka/publish-durable.ts'
import { createAnsweredKeys } from '../src/postgres/answered-keys.ts'
import { createOrderStore } from '../src/postgres/order-store.ts'
import type { Tables } from '../src/postgres/tables.ts'

const request = { customer: { email: 'ada@example.com' }, lines: [{ sku: 'tea', quantity: 2 }] }
const log = { debug() {}, info() {}, warn() {}, error() {} }

test('placing an order is one round trip, with a key two; settling it is two, however often', async () => {
  await using shop = await openShop()
  const idempotencyKey = toIdempotencyKey(randomUUID(), request)
  const messageId = randomUUID()
  await shop.place(request)

  const plain = await shop.roundTrips(() => shop.place(request))
  const keyed = await shop.roundTrips(() => shop.place({ ...request, idempotencyKey }))
  const again = await shop.roundTrips(() => shop.place({ ...request, idempotencyKey }))
  const [row] = await shop.outside.query<{ id: string }>('select id from orders limit 1')
  const settle = () => shop.settle({ messageId, orderId: row?.id ?? '' }, rootScope)
  const settled = [await shop.roundTrips(settle), await shop.roundTrips(settle)]

  expect({ plain, keyed, again, settled }).toEqual({
    plain: 1,
    keyed: 2,
    again: 1,
    settled: [2, 2],
  })
  expect(await shop.counts()).toEqual({ orders: 3, events: 4, keys: 1 })
})

test('an order that a duplicate overtook between the look and the commit is not stored a second time', async () => {
  await using shop = await openShop()
  const idempotencyKey = toIdempotencyKey(randomUUID(), request)
  const place = () => shop.place({ ...request, idempotencyKey })
  let second: ReturnType<typeof place> | undefined
  shop.onQuestion(() => {
    shop.onQuestion(() => Promise.resolve())
    second = place()
    return second.then(() => {})
  })

  const first = await place()

  expect(first).toEqual(await second)
  expect(await shop.counts()).toEqual({ orders: 1, events: 1, keys: 1 })
})

test('a keyed order that waited for its duplicate is not stored when its client has left meanwhile', async () => {
  await using shop = await openShop()
  const idempotencyKey = toIdempotencyKey(randomUUID(), request)
  await using duplicate = await shop.beginDuplicate(idempotencyKey.key)
  using client = withCancel(rootScope)

  const placing = shop.place({ ...request, idempotencyKey }, client.scope)
  await eventually(duplicate.isWaitedFor)
  client.cancel(new Error('client left'))
  await duplicate.rollBack()

  await expect(placing).rejects.toThrow('client left')
  expect(await shop.counts()).toEqual({ orders: 0, events: 0, keys: 0 })
})

test('an order whose commit went unanswered is looked up before it is refused', async () => {
  const port = Number(new URL(infrastructure().postgresUrl).port)
  await using proxy = await startTcpProxy({ target: { port } })
  await using shop = await openShop(proxy)
  await shop.place(request)
  proxy.hold('to-client')

  const placing = shop.place(request)
  await eventually(async () => (await shop.counts()).orders === 2)
  proxy.sever()
  proxy.release()

  await expect(placing).resolves.toMatchObject({ status: 'placed' })
  expect(await shop.counts()).toEqual({ orders: 2, events: 2, keys: 0 })
})

/** What places and settles, without a relay beside it, and with the way to PostgreSQL counted. */
async function openShop(via?: { readonly port: number }) {
  await using undo = new AsyncDisposableStack()
  const outside = undo.use(await createTestDatabase(infrastructure().postgresUrl))
  const way = via
    ? Object.assign(new URL(outside.url), { port: String(via.port) }).href
    : outside.url
  const wire = undo.use(await countQueries(way))
  const migrations = new URL('../migrations/', import.meta.url)
  const database = createDatabase<Tables>({ url: wire.url, migrations, log })
  await database.actor.start(rootScope.signal)
  undo.defer(() => database.actor.stop(AbortSignal.abort()))
  const tasks = createTaskRegistry({ maxRunning: 100, maxQueued: 0, log })
  const outbox = createOutbox<Tables>({ database, producer: withoutKafka(), tasks, log })
  const publisher = publishDurable({ outbox })
  const orders = createOrderStore(database)
  const clock = { now: () => new Date(), newId: randomUUIDv7 }
  let question = async () => {}
  const placeOrder = createPlaceOrder({
    stock: { checkSkus: () => question() },
    prices: { quote: async () => ({ totalCents: 1_840, currency: 'EUR' as const, lines: [] }) },
    orders,
    publisher,
    keys: createAnsweredKeys(database),
    ...clock,
  })
  const closing = undo.move()
  return {
    outside,
    counts: () => countRows(outside),
    beginDuplicate: (key: string) => beginDuplicate(outside, key),
    onQuestion(next: () => Promise<void>) {
      question = next
    },
    place: (order: Parameters<typeof placeOrder>[0], scope = createScope()) =>
      placeOrder(order, scope),
    settle: createSettleOrder({ orders, publisher, ...clock }),
    async roundTrips(work: () => Promise<unknown>): Promise<number> {
      const before = wire.roundTrips()
      await work()
      return wire.roundTrips() - before
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

async function countRows(outside: TestDatabase) {
  const [row] = await outside.query(`select (select count(*)::int from orders) as orders,
    (select count(*)::int from outbox) as events, (select count(*)::int from idempotency_keys) as keys`)
  return row as { orders: number; events: number; keys: number }
}

/** A request with the same key that is not done yet. */
async function beginDuplicate(outside: TestDatabase, key: string) {
  const database = createDatabase<Tables>({ url: outside.url, log })
  const kept = Promise.withResolvers<void>()
  const fate = Promise.withResolvers<never>()
  const answered = { key, bodyHash: 'hash', answer: '{}', expires_at: new Date(Date.now() + 9_999) }
  const ended = database.kysely
    .transaction()
    .execute(async (tx) => {
      const { bodyHash: body_hash, ...row } = answered
      await tx
        .insertInto('idempotency_keys')
        .values({ ...row, body_hash })
        .execute()
      kept.resolve()
      await fate.promise
    })
    .catch(() => {})
  await kept.promise
  // The first try ends at once; the one that waits is there for longer than that.
  const isWaitedFor = async () =>
    (await countWaiting(outside, '%insert into idempotency_keys%')) > 0
  return {
    isWaitedFor: async () => (await isWaitedFor()) && (await isWaitedFor()),
    async rollBack() {
      fate.reject(new Error('rolled back'))
      await ended
    },
    [Symbol.asyncDispose]: () => database.actor.stop(AbortSignal.abort()),
  }
}

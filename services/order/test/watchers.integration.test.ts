import { randomUUIDv7 } from 'node:crypto'
import { once } from 'node:events'
import { type ClientHttp2Session, connect } from 'node:http2'
import { createHttpServer, type HttpServer } from '@tailspan/http'
import { createDatabase } from '@tailspan/postgres'
import { countQueries, createTestDatabase, eventually, infrastructure } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createPlaceOrder } from '../src/domain/place-order.ts'
import { createBatchedFind } from '../src/http/batched-find.ts'
import { orderRoutes } from '../src/http/order-routes.ts'
import { createSettlementPoller } from '../src/http/settlement-poller.ts'
import { createWatchOrder } from '../src/http/watch-order.ts'
import { createAnsweredKeys } from '../src/postgres/answered-keys.ts'
import { createOrderStore } from '../src/postgres/order-store.ts'
import type { Tables } from '../src/postgres/tables.ts'

const pollMs = 200
const log = { debug() {}, info() {}, warn() {}, error() {} }
const order = { customer: { email: 'ada@example.com' }, lines: [{ sku: 'tea', quantity: 1 }] }

test('L1 two thousand watchers of unsettled orders are one query a tick, and orders are served', async () => {
  await using shop = await openShop()
  const ids = await placeMany(shop, 200)
  const watchers = await Promise.all(
    Array.from({ length: 2_000 }, (_, i) => shop.watch(ids[i % ids.length] as string)),
  )
  await eventually(() => watchers.every(({ text }) => text().includes('order.placed')), {
    timeoutMs: 60_000,
  })

  const before = { queries: shop.queryCount(), ms: performance.now() }
  await eventually(() => shop.queryCount() >= before.queries + 8)
  const queries = shop.queryCount() - before.queries
  const ticks = (performance.now() - before.ms) / pollMs

  // A busy machine makes ticks late, never early.
  expect(queries).toBeLessThanOrEqual(Math.ceil(ticks) + 1)

  // Without room of their own the watchers would leave none: 1,000 requests are served at a time.
  const placed = await placeMany(shop, 50)
  expect(new Set(placed).size).toBe(50)

  await shop.settle(ids[0] as string)
  const told = watchers.filter((_, i) => i % ids.length === 0)
  await eventually(() => told.every(({ text }) => text().includes('order.confirmed')))
  expect(watchers.filter(({ text }) => text().includes('order.confirmed'))).toHaveLength(10)
}, 120_000)

/** A few at a time: how long a request waits for a connection is not what is tried here. */
async function placeMany(shop: { place(): Promise<string> }, count: number): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < count)
    ids.push(...(await Promise.all(Array.from({ length: 10 }, () => shop.place()))))
  return ids
}

async function openShop() {
  const closing = new AsyncDisposableStack()
  const outside = closing.use(await createTestDatabase(infrastructure().postgresUrl))
  const wire = closing.use(await countQueries(outside.url))
  const database = createDatabase<Tables>({
    url: wire.url,
    name: 'order',
    log,
    migrations: new URL('../migrations/', import.meta.url),
  })
  const never = new AbortController().signal
  await database.actor.start(never)
  closing.defer(async () => void (await database.actor.stop(AbortSignal.abort())))
  const orders = createOrderStore(database)
  const settlements = createSettlementPoller({ orders, log, pollMs })
  const server = createHttpServer({
    port: 0,
    protocol: 'h2c',
    log,
    routes: orderRoutes({
      orders,
      placeOrder: createPlaceOrder({
        orders,
        keys: createAnsweredKeys(database),
        publisher: awayPublisher,
        stock: { checkSkus: async () => {} },
        prices: { quote: async () => ({ totalCents: 1, currency: 'EUR' }) },
        now: () => new Date(),
        newId: randomUUIDv7,
      }),
      watchOrder: createWatchOrder({ findOrder: createBatchedFind(orders), settlements }),
    }),
  })
  await server.actor.start?.(never)
  closing.defer(() => stopNow(server))
  const sessions = Array.from({ length: 20 }, () => connect(`http://127.0.0.1:${server.port()}`))
  for (const session of sessions) {
    session.on('error', () => {})
    closing.defer(() => session.destroy())
  }
  let next = 0
  const session = () => sessions[next++ % sessions.length] as ClientHttp2Session
  return {
    queryCount: wire.count,
    place: () => place(session()),
    watch: (id: string) => watch(session(), id),
    settle: (id: string) =>
      outside.query(
        `update orders set status = 'confirmed', settled_at = now(), settled_event_id = $2
         where id = $1`,
        [id, randomUUIDv7()],
      ),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** Kafka is away: what is handed over stays where it is, and no order is ever settled by itself. */
const awayPublisher = {
  reserve: () => ({ async store() {}, publish() {}, [Symbol.dispose]() {} }),
}

// Its streams are cut off and named as abandoned, which is no matter here.
async function stopNow({ actor }: HttpServer): Promise<void> {
  await Promise.resolve(actor.stop?.(AbortSignal.abort(), 0)).catch(() => {})
}

async function place(session: ClientHttp2Session): Promise<string> {
  const headers = { ':method': 'POST', ':path': '/orders', 'content-type': 'application/json' }
  const stream = session.request(headers).setEncoding('utf8')
  stream.end(JSON.stringify(order))
  const [{ ':status': status }] = await once(stream, 'response')
  const body = (await Array.fromAsync(stream)).join('')
  expect([status, body]).toEqual([202, expect.any(String)])
  return JSON.parse(body).id
}

async function watch(session: ClientHttp2Session, id: string) {
  const stream = session.request({ ':path': `/orders/${id}/events` }).setEncoding('utf8')
  let text = ''
  stream
    .on('error', () => {})
    .on('data', (chunk) => {
      text += chunk
    })
  const [{ ':status': status }] = await once(stream, 'response')
  expect(status).toBe(200)
  return { text: () => text }
}

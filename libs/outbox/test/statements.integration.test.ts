import {
  countQueries,
  eventually,
  infrastructure,
  type TestDatabase,
  withoutKafka,
} from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createInstance, openInstance, openTables } from './open-outbox.ts'
import { changeOrder, untilEmpty } from './orders.ts'

const events = 100
const kinds = [
  ['claim', /^with claimed as [(] *update outbox set lease_until = /],
  ['claim behind', /^update outbox set lease_until = .* select follower[.]id /],
  ['renewal', /^update outbox set lease_until = .* for update skip locked/],
  ['delete', /^delete from outbox /],
  ['count of relays', /^select count[(][*][)]::int as relays/],
  ['lock', /advisory_lock/],
  ['store', /^(begin|commit|insert into (orders|outbox) )/],
] as const

/** How many statements of each kind were sent. */
function countKinds(texts: readonly string[]): Record<string, number> {
  const kindOf = (text: string) => kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? text
  return Object.fromEntries(
    [...Map.groupBy(texts, kindOf)].map(([kind, some]) => [kind, some.length]),
  )
}

/** An instance whose way to PostgreSQL is counted; `sent` and `seconds` count from the last `mark`. */
async function openCounted(tables: TestDatabase, settings: Parameters<typeof openInstance>[1]) {
  await using undo = new AsyncDisposableStack()
  const wire = undo.use(await countQueries(tables.url))
  const instance = undo.use(await openInstance({ url: wire.url }, settings))
  const closing = undo.move()
  let marked = { count: 0, atMs: performance.now() }
  return {
    instance,
    mark() {
      marked = { count: wire.texts().length, atMs: performance.now() }
    },
    sent: () => countKinds(wire.texts().slice(marked.count)),
    seconds: () => (performance.now() - marked.atMs) / 1_000,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

function storeAll(instance: Parameters<typeof changeOrder>[0]) {
  const orders = Array.from({ length: events }, (_, i) => `order-${i}`)
  return Promise.all(orders.map((orderId) => changeOrder(instance, { topic: 'orders', orderId })))
}

test('an idle relay sends a claim for each poll and once a second a count of the relays', async () => {
  await using tables = await openTables()
  await using open = await openCounted(tables, {})
  await eventually(() => (open.sent().claim ?? 0) > 0)

  open.mark()
  await eventually(() => (open.sent().claim ?? 0) >= 20, { timeoutMs: 30_000 })
  const { claim = 0, 'count of relays': counts = 0, ...others } = open.sent()

  expect(others).toEqual({})
  // Ten polls a second; a slow machine has fewer.
  expect(claim).toBeLessThanOrEqual(11 * open.seconds() + 1)
  expect(counts).toBeLessThanOrEqual(open.seconds() + 1)
})

test('100 events of the fast path cost one renewal of all their leases at a time, and one delete', async () => {
  await using tables = await openTables()
  const acked = Promise.withResolvers<void>()
  const leaseMs = 3_000
  const producer = withoutKafka(() => acked.promise)
  await using open = await openCounted(tables, { producer, leaseMs })

  open.mark()
  await storeAll(open.instance)
  await eventually(() => (open.sent().renewal ?? 0) >= 2)
  acked.resolve()
  await untilEmpty(tables)
  const { store, renewal, delete: deletes } = open.sent()

  // BEGIN, the order, its event with the lease, COMMIT.
  expect(store).toBe(4 * events)
  expect(renewal).toBeLessThanOrEqual((3_000 / leaseMs) * open.seconds() + 1)
  expect(deletes).toBeLessThanOrEqual(3)
})

test('100 events that the relay finds cost a claim, a look behind them, and one delete', async () => {
  await using tables = await openTables()
  const { brokers } = infrastructure()
  const before = await createInstance({ url: tables.url, brokers }, { maxTasks: 0 })
  await storeAll(before)
  await before.database.actor.stop(AbortSignal.abort())

  await using open = await openCounted(tables, { producer: withoutKafka(async () => {}) })
  await untilEmpty(tables)
  const { claim = 0, 'claim behind': behind, delete: deletes, renewal = 0 } = open.sent()

  expect(claim).toBeLessThanOrEqual(11 * open.seconds() + 2)
  expect({ behind, deletes, renewal }).toEqual({ behind: 1, deletes: 1, renewal: 0 })
})

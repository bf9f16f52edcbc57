import { randomUUIDv7 } from 'node:crypto'
import { createTaskRegistry } from '@tailspan/lifecycle'
import { createOutbox } from '@tailspan/outbox'
import { createDatabase } from '@tailspan/postgres'
import { rootScope } from '@tailspan/scope'
import { countQueries, createTestDatabase, infrastructure } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createHoldStock } from '../src/domain/hold-stock.ts'
import { publishDurable } from '../src/kafka/publish-durable.ts'
import { createStockStore } from '../src/postgres/stock-store.ts'
import type { Tables } from '../src/postgres/tables.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

test('holding stock is two round trips, however many lines an order has, also when it is short', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using wire = await countQueries(outside.url)
  const migrations = new URL('../migrations/', import.meta.url)
  const database = createDatabase<Tables>({ url: wire.url, migrations, log })
  await database.actor.start(rootScope.signal)
  await outside.query("insert into stock values ('a', 9), ('b', 9), ('c', 9)")
  const holdStock = createHoldStock({
    stock: createStockStore(database),
    publisher: publishDurable({ outbox: openOutbox(database) }),
    ...{ now: () => new Date(), newId: randomUUIDv7 },
  })
  const order = (...skus: string[]) => ({
    ...{ orderId: randomUUIDv7(), messageId: randomUUIDv7() },
    lines: skus.map((sku) => ({ sku, quantity: 3 })),
  })
  async function roundTrips(one: ReturnType<typeof order>): Promise<number> {
    const before = wire.roundTrips()
    await holdStock(one, rootScope)
    return wire.roundTrips() - before
  }

  const held = order('a', 'b', 'c')
  const trips = [
    await roundTrips(held),
    await roundTrips(held),
    await roundTrips({ ...order('a', 'gold') }),
  ]
  await database.actor.stop(AbortSignal.abort())

  expect(trips).toEqual([2, 2, 2])
  expect(
    await outside.query(
      "select sum(available)::int as left from stock where sku in ('a', 'b', 'c')",
    ),
  ).toEqual([{ left: 18 }])
  expect(await outside.query('select type from outbox order by seq')).toEqual([
    { type: 'stock.held' },
    { type: 'stock.short' },
  ])
})

function openOutbox(database: ReturnType<typeof createDatabase<Tables>>) {
  const tasks = createTaskRegistry({ maxRunning: 100, maxQueued: 0, log })
  // Kafka is away: what a send would cost afterwards is none of the hold's.
  const producer: Parameters<typeof createOutbox>[0]['producer'] = {
    create: (topic, { id, type, subject, data }, { context }) => ({
      context,
      ...{ topic, key: String(subject), value: JSON.stringify(data) },
      headers: { ce_id: id, ce_type: type },
    }),
    send: () => new Promise(() => {}),
  }
  return createOutbox<Tables>({ database, producer, tasks, log })
}

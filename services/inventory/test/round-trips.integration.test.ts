import { randomUUIDv7 } from 'node:crypto'
import { rootScope } from '@tailspan/scope'
import { countQueries, createTestDatabase, infrastructure } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createHoldStock } from '../src/domain/hold-stock.ts'
import { openStore } from './open-store.ts'

test('holding stock is two round trips, however many lines an order has, also when it is short', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using wire = await countQueries(outside.url)
  await using stock = await openStore(wire.url)
  await outside.query("insert into stock values ('a', 9), ('b', 9), ('c', 9)")
  const holdStock = createHoldStock({ stock, now: () => new Date(), newId: randomUUIDv7 })
  const order = (...skus: string[]) => ({
    orderId: randomUUIDv7(),
    messageId: randomUUIDv7(),
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

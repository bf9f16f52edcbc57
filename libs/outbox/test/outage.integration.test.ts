import { eventually, infrastructure, startKafkaLink, type TestDatabase } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createInstance, openInstance, openTables, openTopic, runActor } from './open-outbox.ts'
import { changeOrder, firstVersions, read, untilEmpty, waiting } from './orders.ts'

const leaseMs = 1_000

test('O5 while Kafka is away a relay rewrites few rows, however many wait', async () => {
  const { updated } = await ratesWhileAway(20_000)

  // All that a topic may have in hand are 4,500 rows, each of them renewed three times in a lease.
  expect(updated).toBeLessThan(2_000)
})

test('O5 while Kafka is away a relay reads few rows, however many wait', async () => {
  const { read } = await ratesWhileAway(60_000)

  // A poll that goes through all that waits reads six hundred thousand, or as many as one core can.
  expect(read).toBeLessThan(60_000)
})

test('K3 rows behind thousands that cannot be sent are published', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await leave(tables, 12_000)
  await tables.query('update outbox set parked_at = now()')
  await using instance = await openInstance(tables, { maxTasks: 0 })

  for (let i = 0; i < 10; i++) await changeOrder(instance, { topic, orderId: `later-${i}` })
  await eventually(async () => (await waiting(tables)) === 12_000)

  expect(firstVersions(await read(topic)).size).toBe(10)
})

test('O5 while Kafka is away events are stored without a lease, and take the fast path again when it is back', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  await using instance = await openInstance(tables, { brokers: link.address, patienceMs: 2_000 })
  const taken = () => instance.tasks.pending().length
  const change = () => changeOrder(instance, { topic, orderId: `order-${count++}` })
  let count = 0
  await link.refuse()

  await change()
  const before = taken()
  await eventually(() => taken() === 0)
  await change()
  const away = taken()
  await link.accept()
  await untilEmpty(tables)
  link.hold()
  await change()
  const back = taken()
  link.release()
  await untilEmpty(tables)

  expect({ before, away, back }).toEqual({ before: 1, away: 0, back: 1 })
  expect(firstVersions(await read(topic)).size).toBe(3)
})

/** How many rows a relay that reaches no broker rewrites and reads in a second, by what the server counts in six leases. */
async function ratesWhileAway(rows: number): Promise<{ updated: number; read: number }> {
  await using tables = await openTables()
  await leave(tables, rows)
  const instance = await createInstance({ url: tables.url, brokers: '127.0.0.1:1' }, { leaseMs })
  await using _database = await runActor(instance.database.actor)
  await using _relay = await runActor(instance.outbox.relay)
  const before = await eventually(async () => {
    const counts = await countRows(tables)
    return counts.updated > 0 && counts
  })
  const after = await eventually(async () => {
    const counts = await countRows(tables)
    return counts.atMs - before.atMs > 6 * leaseMs && counts
  })
  const seconds = (after.atMs - before.atMs) / 1_000
  return {
    updated: (after.updated - before.updated) / seconds,
    read: (after.read - before.read) / seconds,
  }
}

/** Rows that an outage has left, each of an aggregate of its own. */
async function leave(tables: TestDatabase, count: number): Promise<void> {
  await tables.query(
    `insert into outbox (id, aggregatetype, aggregateid, type, payload, headers)
    select gen_random_uuid(), 'orders', 'order-' || i, 'order.changed', '{}', '{"ce_specversion": "1.0"}'
    from generate_series(1, $1::int) as i`,
    [count],
  )
}

/** What the server has counted of the outbox; what it has done in the last second may be missing. */
async function countRows(tables: TestDatabase) {
  const [row] = await tables.query<{ updated: number; read: number; atMs: number }>(
    `select n_tup_upd::float8 as updated, (seq_tup_read + idx_tup_fetch)::float8 as read,
      extract(epoch from clock_timestamp())::float8 * 1000 as "atMs"
    from pg_stat_user_tables where relname = 'outbox'`,
  )
  return row ?? { updated: 0, read: 0, atMs: 0 }
}

import { eventually, type TestDatabase } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { readBacklog } from '../src/index.ts'
import { createInstance, openInstance, openTables, openTopic, runActor } from './open-outbox.ts'

const rowCount = 30_000

// After an outage: autovacuum has not been there yet, so the planner knows of no rows.
test('a backlog that no statistics know of is taken by its index, not read again for each round', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await store(tables, topic)

  await using _relay = await openInstance(tables, { maxTasks: 0 })
  const read = await eventually(() => rowsReadWhenDone(tables), { timeoutMs: 60_000 })

  expect(read).toBeLessThan(rowCount)
})

test('how much waits is asked for at the same price, however much it is', async () => {
  await using tables = await openTables()
  await store(tables, 'orders-of-nobody')
  await tables.query(`update outbox set parked_at = now(), created_at = now() - interval '1 hour'
    where seq = (select min(seq) from outbox)`)
  await tables.query('select pg_stat_force_next_flush()')
  const backlog = await readAndLeave(tables)
  const { read } = await eventually(async () => {
    const counts = await countRowsRead(tables)
    return counts.fetched > 10_000 && counts
  })

  expect(backlog.parked).toBe(1)
  expect(backlog.oldestAgeMs).toBeGreaterThan(3_500_000)
  expect(read).toBeLessThan(rowCount)
})

async function store(tables: TestDatabase, topic: string): Promise<void> {
  await tables.query(
    `insert into outbox (id, aggregatetype, aggregateid, type, payload, headers)
    select gen_random_uuid(), $1, 'order-' || i, 'order.changed', json_build_object('note', repeat('x', 1000)),
      '{"ce_specversion": "1.0"}'
    from generate_series(1, $2::int) as i`,
    [topic, rowCount],
  )
}

/** With its connections the server adds up what it has read on them. */
async function readAndLeave({ url }: TestDatabase) {
  const { database } = await createInstance({ url, brokers: '127.0.0.1:1' })
  await using _database = await runActor(database.actor)
  // The server's estimate comes a moment later.
  return await eventually(async () => {
    const seen = await readBacklog(database.kysely)
    return seen.rows === rowCount && seen
  })
}

/** How many rows were read by going through the table, once all have been claimed. */
async function rowsReadWhenDone(tables: TestDatabase): Promise<number | false> {
  const [row] = await tables.query<{ read: number; claimed: number }>(
    `select seq_tup_read::int as read, n_tup_upd::int as claimed
    from pg_stat_user_tables where relname = 'outbox'`,
  )
  return row && row.claimed >= rowCount ? row.read : false
}

/** Rows that were read by going through the table, and rows that an index led to. */
async function countRowsRead(tables: TestDatabase): Promise<{ read: number; fetched: number }> {
  const [row] = await tables.query<{ read: number; fetched: number }>(
    `select seq_tup_read::int as read, idx_tup_fetch::int as fetched
    from pg_stat_user_tables where relname = 'outbox'`,
  )
  return row ?? { read: 0, fetched: 0 }
}

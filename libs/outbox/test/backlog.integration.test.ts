import { eventually, type TestDatabase } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { openInstance, openTables, openTopic } from './open-outbox.ts'

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

async function store(tables: TestDatabase, topic: string): Promise<void> {
  await tables.query(
    `insert into outbox (id, aggregatetype, aggregateid, type, payload, headers)
    select gen_random_uuid(), $1, 'order-' || i, 'order.changed', json_build_object('note', repeat('x', 1000)),
      '{"ce_specversion": "1.0"}'
    from generate_series(1, $2::int) as i`,
    [topic, rowCount],
  )
}

/** How many rows were read by going through the table, once all have been claimed. */
async function rowsReadWhenDone(tables: TestDatabase): Promise<number | false> {
  const [row] = await tables.query<{ read: number; claimed: number }>(
    `select seq_tup_read::int as read, n_tup_upd::int as claimed
    from pg_stat_user_tables where relname = 'outbox'`,
  )
  return row && row.claimed >= rowCount ? row.read : false
}

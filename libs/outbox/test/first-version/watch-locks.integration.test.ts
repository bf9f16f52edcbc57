import {
  createTestDatabase,
  eventually,
  infrastructure,
  lockRows,
  readRows,
} from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { watchLocks } from './watch-locks.ts'

test.each([
  ['a table', 'lock table orders'],
  ['a row', 'select from orders for update'],
])('who waits for %s is seen', async (_, lock) => {
  await using tables = await createTestDatabase(infrastructure().postgresUrl)
  await tables.query('create table orders as select 1 as version')
  const locks = await watchLocks(tables.url)
  const held = await lockRows(tables.url, lock)

  const waiting = readRows(tables.url, 'update orders set version = 2')
  await eventually(() => hasLooked(tables.url))
  await held[Symbol.asyncDispose]()
  await waiting

  expect(await locks.stop()).toBeGreaterThan(0)
})

/** Whether the watcher has asked once more, and was answered, since somebody began to wait. */
async function hasLooked(url: string): Promise<boolean> {
  const rows = await readRows(
    url,
    `select from pg_locks join pg_stat_activity waiting using (pid), pg_stat_activity watcher
      where not granted and waiting.datname = current_database()
        and watcher.datname = current_database() and watcher.application_name = 'tailspan'
        and watcher.state = 'idle' and watcher.query_start > waitstart`,
  )
  return rows.length > 0
}

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
  // One look is not enough: where this process stood still for all of the wait, none is counted.
  await eventually(() => locks.longestMs() > 0)
  await held[Symbol.asyncDispose]()
  await waiting

  expect(await locks.stop()).toBeGreaterThan(0)
})

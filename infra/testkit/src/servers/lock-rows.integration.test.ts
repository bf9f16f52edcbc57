import { expect, test } from 'vitest'
import { createTestDatabase, infrastructure, lockRows, readRows } from '../index.ts'

const { postgresUrl } = infrastructure()

test('who needs a locked row waits until the lock is disposed of', async () => {
  await using database = await createTestDatabase(postgresUrl)
  const { url, query } = database
  await query('create table stock (sku text, available integer)')
  await query(`insert into stock values ('tea', 7)`)
  const lock = await lockRows(url, 'select from stock for update')

  const impatient = readRows(url, `set lock_timeout = 50; update stock set available = 6`)
  await expect(impatient).rejects.toThrow('lock timeout')
  const patient = readRows(url, 'update stock set available = 5 returning available')
  await lock[Symbol.asyncDispose]()

  expect(await patient).toEqual([{ available: 5 }])
})

import { expect, test } from 'vitest'
import { eventually, infrastructure, readRows, uniqueId } from '../index.ts'

const { postgresUrl } = infrastructure()

test('rows come as objects, values stand where the statement says', async () => {
  const rows = await readRows(postgresUrl, 'select $1::int + 1 as next, $2::text as name', [1, 'a'])

  expect(rows).toEqual([{ next: 2, name: 'a' }])
})

test('a wrong statement is an error', async () => {
  await expect(readRows(postgresUrl, 'select nothing from nowhere')).rejects.toThrow('nowhere')
})

test('a test that asks again and again does so over one connection, until the server ends it', async () => {
  const pidOf = async () =>
    (await readRows<{ pid: number }>(ownUrl, 'select pg_backend_pid() as pid'))[0]?.pid
  const ownUrl = `${postgresUrl}?application_name=${uniqueId('rows')}`

  const [first, second] = [await pidOf(), await pidOf()]
  await readRows(postgresUrl, 'select pg_terminate_backend($1)', [first])
  await eventually(async () => (await pidOf()) !== first)

  expect(second).toBe(first)
})

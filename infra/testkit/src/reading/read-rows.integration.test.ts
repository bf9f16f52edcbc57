import { expect, test } from 'vitest'
import { infrastructure, readRows } from '../index.ts'

const { postgresUrl } = infrastructure()

test('rows come as objects, values stand where the statement says', async () => {
  const rows = await readRows(postgresUrl, 'select $1::int + 1 as next, $2::text as name', [1, 'a'])

  expect(rows).toEqual([{ next: 2, name: 'a' }])
})

test('a wrong statement is an error', async () => {
  await expect(readRows(postgresUrl, 'select nothing from nowhere')).rejects.toThrow('nowhere')
})

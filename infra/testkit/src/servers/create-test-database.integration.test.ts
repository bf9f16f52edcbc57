import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase, infrastructure, startTcpProxy } from '../index.ts'

const { postgresUrl } = infrastructure()

test('each test has a database of its own', async () => {
  await using mine = await createTestDatabase(postgresUrl)
  await using yours = await createTestDatabase(postgresUrl)
  await mine.query('CREATE TABLE orders AS SELECT $1::int AS id', [7])

  const rows = await mine.query<{ id: number }>('SELECT id FROM orders')

  expect(rows).toEqual([{ id: 7 }])
  await expect(yours.query('SELECT 1 FROM orders')).rejects.toThrow('does not exist')
})

test('closing deletes it although somebody is still connected', async () => {
  const database = await createTestDatabase(postgresUrl)
  const guest = new pg.Client({ connectionString: database.url })
  guest.on('error', () => {})
  await guest.connect()

  await database.close()
  await database.close()

  await using other = await createTestDatabase(postgresUrl)
  const left = await other.query('SELECT 1 FROM pg_database WHERE datname = $1', [database.name])
  expect(left).toEqual([])
})

test('a held link to PostgreSQL keeps a statement from being run', async () => {
  await using database = await createTestDatabase(postgresUrl)
  await database.query('CREATE TABLE seen (what text)')
  const url = new URL(database.url)
  await using proxy = await startTcpProxy({ target: { port: Number(url.port) } })
  url.port = String(proxy.port)
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()

  proxy.hold('to-target')
  const insert = client.query(`INSERT INTO seen VALUES ('mark-7')`)
  await expect.poll(() => proxy.isHolding('mark-7')).toBe(true)
  const before = await database.query('SELECT * FROM seen')
  proxy.release()
  await insert
  await client.end()

  expect(before).toEqual([])
  expect(await database.query('SELECT * FROM seen')).toHaveLength(1)
})

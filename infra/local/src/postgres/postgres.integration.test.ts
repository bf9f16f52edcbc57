import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { type Postgres, postgresDataDir, startPostgres } from './postgres.ts'
import { ensureServiceSchemas } from './service-schemas.ts'

const services = ['order', 'inventory'] as const

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

async function withSchemas(postgres: Postgres) {
  return ensureServiceSchemas(postgres.adminUrl, services)
}

test('a server that has started answers, beside another one', async () => {
  await using one = await startPostgres({ dir: scratchFolder() })
  await using other = await startPostgres({ dir: scratchFolder() })

  expect(await query(one.adminUrl, 'select 1')).toEqual([1])
  expect(await query(other.adminUrl, 'show port')).toEqual([String(other.port)])
})

test('a service finds its own schema first and may do there as it likes', async () => {
  await using postgres = await startPostgres({ dir: scratchFolder() })
  const { order } = await withSchemas(postgres)

  await query(order, 'create table orders as select 7 as id')

  expect(await query(order, 'select id from "order".orders')).toEqual([7])
  expect(await query(order, 'select current_user, current_schema, current_database()')).toEqual([
    'order',
    'order',
    'tailspan',
  ])
})

test('a service cannot read, write or enter what belongs to another', async () => {
  await using postgres = await startPostgres({ dir: scratchFolder() })
  const { order, inventory } = await withSchemas(postgres)
  await query(order, 'create table orders as select 7 as id')

  const tries = await Promise.allSettled([
    query(inventory, 'select * from "order".orders'),
    query(inventory, 'create table "order".mine (id int)'),
    query(inventory, 'create table public.mine (id int)'),
    query(inventory, 'set role "order"'),
    query(inventory.replace('//inventory:', '//order:'), 'select 1'),
  ])

  const refusal = expect.stringMatching(/permission denied|authentication failed/)
  for (const one of tries)
    expect(one).toMatchObject({ status: 'rejected', reason: { message: refusal } })
})

test('preparing again changes nothing: same addresses, same data, also after a restart', async () => {
  const dir = scratchFolder()
  const first = await startPostgres({ dir })
  const before = await withSchemas(first)
  await query(before.order, 'create table orders as select 7 as id')
  await first.stop()

  await using second = await startPostgres({ dir, port: first.port })
  const after = await withSchemas(second)

  expect(after).toEqual(before)
  expect(await query(after.order, 'select id from orders')).toEqual([7])
})

test('a stop does not wait for those who are connected', async () => {
  const postgres = await startPostgres({ dir: scratchFolder() })
  const guest = new pg.Client({ connectionString: postgres.adminUrl })
  guest.on('error', () => {})
  await guest.connect()

  const exit = await postgres.stop()

  expect(exit).toEqual({ code: 0, signal: null })
})

test('a server that was killed comes back with what was committed', async () => {
  const dir = scratchFolder()
  const first = await startPostgres({ dir })
  await query(first.adminUrl, 'create table kept as select 7 as id')
  await first.kill()

  await using second = await startPostgres({ dir, port: first.port })

  expect(await query(second.adminUrl, 'select id from kept')).toEqual([7])
})

test('a server that was killed comes back although one of its children still holds its memory', async () => {
  const dir = scratchFolder()
  const first = await startPostgres({ dir })
  const client = new pg.Client({ connectionString: first.adminUrl })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query('select pg_backend_pid() as pid')
  process.kill(rows[0].pid, 'SIGSTOP')
  await first.kill()

  const starting = startPostgres({ dir, port: first.port })
  const log = () => readFileSync(first.process.logFile, 'utf8')
  await vi.waitFor(() => expect(log()).toContain('shared memory block'), { timeout: 60_000 })
  process.kill(rows[0].pid, 'SIGCONT')

  await using second = await starting
  expect(await query(second.adminUrl, 'select 1 as id')).toEqual([1])
})

test('in a folder that its user cannot enter, the data goes where it can, and goes with the folder', async () => {
  const closed = join(scratchFolder(), 'closed')
  mkdirSync(closed, { mode: 0o700 })
  const dataDir = postgresDataDir(closed)
  const postgres = await startPostgres({ dir: closed })

  const used = await query(postgres.adminUrl, 'show data_directory')
  await postgres.stop()
  rmSync(closed, { recursive: true })
  await using next = await startPostgres({ dir: scratchFolder() })

  expect(used).toEqual([dataDir])
  expect(existsSync(dataDir)).toBe(false)
  expect(await query(next.adminUrl, 'select 1')).toEqual([1])
})

test('a port that is taken is the reason that is given', async () => {
  await using first = await startPostgres({ dir: scratchFolder() })

  const second = startPostgres({ dir: scratchFolder(), port: first.port })

  await expect(second).rejects.toMatchObject({ code: 'part-failed' })
  await expect(second).rejects.toThrow(/^postgres ended with exit code 1: .*TCP\/IP sockets/)
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  countWaiting,
  createTestDatabase,
  eventually,
  infrastructure,
  lockRows,
} from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createDatabase } from '../src/index.ts'

const running = new AbortController().signal

async function migrationsOf(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'tailspan-migrations-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

type StartOptions = {
  url: string
  folder: string
  statementTimeoutMs?: number
  warn?: (event: string) => void
}

/** Starts one instance of a service and stops it again; returns what it says it ran. */
async function startOnce(options: StartOptions) {
  const { url, folder: migrations, warn = () => {}, ...rest } = options
  const ran: unknown[] = []
  const info = (_: string, fields?: Readonly<Record<string, unknown>>) =>
    void ran.push(fields?.migrations)
  const log = { info, warn, error() {} }
  const { actor } = createDatabase({ url, log, migrations, ...rest })
  await actor.start(running)
  await actor.stop(running)
  return ran.flat()
}

test('new files run in the order of their names, each once in the life of a schema', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using first = await migrationsOf({
    '0002-more.sql': 'alter table tea add column pieces int; insert into tea values (1, 2);',
    '0001-tea.sql': "create table tea (id int);\n-- semicolons; in comments 'and' texts\n",
  })
  const { url } = outside

  const ran = [await startOnce({ url, ...first }), await startOnce({ url, ...first })]
  await writeFile(join(first.folder, '0003-milk.sql'), 'create table milk (id int)')
  ran.push(await startOnce({ url, ...first }))

  expect(ran).toEqual([['0001-tea', '0002-more'], [], ['0003-milk']])
  expect(await outside.query('select * from tea')).toEqual([{ id: 1, pieces: 2 }])
})

test('several instances that start at the same time run each file once', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using files = await migrationsOf({
    '0001-tea.sql': 'create table tea (id int); select pg_sleep(0.2); insert into tea values (1)',
  })

  const ran = await Promise.all(
    Array.from({ length: 4 }, () => startOnce({ url: outside.url, ...files })),
  )

  expect(ran.flat()).toEqual(['0001-tea'])
  expect(await outside.query('select * from tea')).toEqual([{ id: 1 }])
})

test('a migration may take longer than a statement', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using files = await migrationsOf({ '0001-slow.sql': 'select pg_sleep(1.5)' })

  const ran = await startOnce({ url: outside.url, statementTimeoutMs: 1_000, ...files })

  expect(ran).toEqual(['0001-slow'])
})

test('a file that fails is named and leaves nothing of itself behind; those before it stay', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using files = await migrationsOf({
    '0001-tea.sql': 'create table tea (id int)',
    '0002-wrong.sql': 'create table milk (id int); create tabel sugar ()',
  })

  const start = startOnce({ url: outside.url, ...files })

  await expect(start).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringContaining('0002-wrong'),
    cause: { sqlState: '42601' },
  })
  const tables = "select tablename from pg_tables where tablename in ('tea', 'milk')"
  expect(await outside.query(tables)).toEqual([{ tablename: 'tea' }])
  await writeFile(join(files.folder, '0002-wrong.sql'), 'create table milk (id int)')
  expect(await startOnce({ url: outside.url, ...files })).toEqual(['0002-wrong'])
})

test('services with a schema each in one database keep their own records', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using files = await migrationsOf({ '0001-tea.sql': 'create table tea (id int)' })
  const urlOf = (schema: string) => `${outside.url}?options=-c%20search_path%3D${schema}`
  await outside.query('create schema a')
  await outside.query('create schema b')

  const ran = [
    await startOnce({ url: urlOf('a'), ...files }),
    await startOnce({ url: urlOf('b'), ...files }),
  ]

  expect(ran).toEqual([['0001-tea'], ['0001-tea']])
  const tables = "select schemaname from pg_tables where tablename = 'tea' order by 1"
  expect(await outside.query(tables)).toEqual([{ schemaname: 'a' }, { schemaname: 'b' }])
})

test('a migration that waits for a table holds nobody up, and runs when the table is free', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using files = await migrationsOf({
    '0001-more.sql': 'alter table tea add column pieces int',
  })
  await outside.query('create table tea (id int)')
  const reader = await lockRows(outside.url, 'select from tea')
  const waits: unknown[] = []
  const warn = (event: string) => void waits.push(event)

  const started = startOnce({ url: outside.url, warn, ...files })
  await eventually(() => waits.length > 0)
  await outside.query('insert into tea values (1)')
  await reader[Symbol.asyncDispose]()

  expect(await started).toEqual(['0001-more'])
  expect(waits[0]).toBe('postgres.migration-waits')
  expect(await outside.query('select * from tea')).toEqual([{ id: 1, pieces: null }])
})

test('a file without a transaction builds an index beside the work, also where an earlier try broke off', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using files = await migrationsOf({
    '0001-index.sql': `-- no transaction: the index is built beside the work
drop index concurrently if exists tea_id; -- of an earlier try
create index concurrently tea_id on tea (id);`,
  })
  await outside.query('create table tea (id int)')
  await outside.query('insert into tea values (1), (1)')
  const broken = outside.query('create unique index concurrently tea_id on tea (id)')
  await expect(broken).rejects.toThrow('could not create unique index')
  const writer = await lockRows(outside.url, 'insert into tea values (2)')

  const started = Promise.all([
    startOnce({ url: outside.url, ...files }),
    startOnce({ url: outside.url, ...files }),
  ])
  await eventually(async () => (await countWaiting(outside, '%index concurrently%')) > 0)
  await outside.query('insert into tea values (3)')
  await writer[Symbol.asyncDispose]()

  expect((await started).flat()).toEqual(['0001-index'])
  const valid = `select indisvalid from pg_index where indexrelid = 'tea_id'::regclass`
  expect(await outside.query(valid)).toEqual([{ indisvalid: true }])
})

test('a file that only a newer version has is no fault, nor is what kysely has run before', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using newer = await migrationsOf({ '0001-tea.sql': '', '0002-milk.sql': '' })
  await using older = await migrationsOf({ '0001-tea.sql': '' })
  await outside.query('create table kysely_migration (name varchar(255), timestamp varchar(255))')
  await outside.query(`insert into kysely_migration values ('0001-tea', '')`)
  const { url } = outside

  const ran = [await startOnce({ url, ...newer }), await startOnce({ url, ...older })]

  expect(ran).toEqual([['0002-milk'], []])
  expect(await outside.query('select name from kysely_migration')).toEqual([{ name: '0001-tea' }])
})

test('a file that was changed after it had been run ends the start, and says what to do', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using files = await migrationsOf({
    '0001-tea.sql': 'create table tea (id int)',
    '0002-milk.sql': 'create table milk (id int)',
    '0003-index.sql': '-- no transaction\ncreate index concurrently milk_id on milk (id)',
  })
  const { url } = outside
  const write = (name: string, text: string) => writeFile(join(files.folder, name), text)
  await startOnce({ url, ...files })

  await write('0001-tea.sql', '-- What is drunk.\ncreate table tea\n  (id int);\n')
  expect(await startOnce({ url, ...files })).toEqual([])
  await write('0002-milk.sql', 'create table milk (id int, fat int)')
  await write(
    '0003-index.sql',
    '-- no transaction\ncreate index concurrently milk_fat on milk (fat)',
  )
  await write('0004-sugar.sql', 'create table sugar (id int)')
  const start = startOnce({ url, ...files })

  await expect(start).rejects.toMatchObject({
    code: 'migration-edited',
    message: expect.stringMatching(/0002-milk, 0003-index were changed .* into a new file$/),
  })
  expect(await outside.query("select to_regclass('sugar') as sugar")).toEqual([{ sugar: null }])
})

test('what an earlier version has run is noted at the start, and a change of it is seen from then on', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using files = await migrationsOf({
    '0001-tea.sql': 'create table tea (id int)',
    '0002-milk.sql': 'create table milk (id int)',
  })
  await outside.query('create table kysely_migration (name varchar(255), timestamp varchar(255))')
  await outside.query(`insert into kysely_migration values ('0001-tea', '')`)
  await outside.query('create table schema_migrations (name text primary key)')
  await outside.query(`insert into schema_migrations values ('0002-milk')`)
  const { url } = outside

  await startOnce({ url, ...files })
  const texts = { '0001-tea.sql': 'create table tea (id bigint)', '0002-milk.sql': 'select 1' }
  for (const [name, text] of Object.entries(texts)) await writeFile(join(files.folder, name), text)

  await expect(startOnce({ url, ...files })).rejects.toThrow('0001-tea, 0002-milk were changed')
})

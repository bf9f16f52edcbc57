import { setTimeout as pause } from 'node:timers/promises'
import { rootScope } from '@tailspan/scope'
import { createTestDatabase, eventually, infrastructure } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import {
  CommitUnknown,
  createDatabase,
  DatabaseFault,
  DatabaseUnavailable,
  sql,
  transaction,
} from '../src/index.ts'
import { type OpenDatabase, openDatabase, refuseCommits } from './open-database.ts'

const running = new AbortController().signal
const tea = { sku: 'tea', pieces: 1 }

const add = ({ database }: OpenDatabase, sku: string) =>
  transaction(database, rootScope, (tx) =>
    tx.insertInto('tea').values({ sku, pieces: 1 }).execute(),
  )

/** Lets the server itself end a statement with a code. */
const raise = ({ database }: OpenDatabase, sqlState: string) =>
  sql
    .raw(`do $$ begin raise exception 'no' using errcode = '${sqlState}'; end $$`)
    .execute(database.kysely)

function setReadOnly({ outside }: OpenDatabase, isReadOnly: boolean) {
  const value = isReadOnly ? 'on' : 'off'
  return outside.query(
    `alter database ${outside.name} set default_transaction_read_only = ${value}`,
  )
}

test('W1 a server that has become read-only is unavailable, and its connections are replaced', async () => {
  await using open = await openDatabase({ maxConnections: 3 })
  const ask = () => open.database.ping()
  await setReadOnly(open, true)
  // Sessions keep what they began with, as those to a demoted primary keep their server.
  await open.outside.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tailspan'
      and datname = current_database()`,
  )
  await eventually(() => open.warnings.length > 0)
  const attempts = await Promise.allSettled(['a', 'b', 'c'].map((sku) => add(open, sku)))

  expect(attempts.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  for (const attempt of attempts)
    expect(attempt).toMatchObject({ reason: { kind: 'unavailable', connectionLost: true } })
  await expect(ask()).rejects.toMatchObject({ kind: 'unavailable' })
  await setReadOnly(open, false)
  await eventually(() =>
    ask().then(
      () => true,
      () => false,
    ),
  )
  await add(open, 'd')
  expect(await open.outside.query('select sku from tea')).toEqual([{ sku: 'd' }])
})

test('W1 one connection that is read-only lets all that were opened before it be replaced', async () => {
  await using open = await openDatabase({ maxConnections: 4 })
  const hold = () => sql`select pg_sleep(0.05)`.execute(open.database.kysely)
  await setReadOnly(open, true)
  await open.outside.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tailspan'
      and datname = current_database()`,
  )
  await eventually(() => open.warnings.length > 0)
  await Promise.all([hold(), hold(), hold(), hold()].map((asked) => asked.catch(() => {})))
  await Promise.all([hold(), hold(), hold(), hold()])
  await setReadOnly(open, false)

  await expect(add(open, 'first')).rejects.toBeInstanceOf(DatabaseUnavailable)

  await Promise.all(['a', 'b', 'c', 'd'].map((sku) => add(open, sku)))
  expect(await open.outside.query('select count(*)::int as rows from tea')).toEqual([{ rows: 4 }])
})

test('W1 a role without a connection left is unavailable until there is one', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  const role = outside.name
  await outside.query(`create role ${role} login password 'x' connection limit 0`)
  const url = Object.assign(new URL(outside.url), { username: role, password: 'x' }).href
  const refusals: unknown[] = []
  const warn = (_: string, fields?: unknown) => void refusals.push(fields)
  const { actor } = createDatabase({ url, log: { info() {}, error() {}, warn } })

  const started = actor.start(running)
  await eventually(() => refusals.length > 0)
  await outside.query(`alter role ${role} connection limit 5`)
  await started
  await actor.stop(running)
  await outside.query(`drop role ${role}`)

  expect(refusals[0]).toMatchObject({
    err: { kind: 'unavailable', cause: { code: '53300' }, message: /too many connections/ },
  })
})

test('W1 of two transactions that wait for each other one is unavailable, not wrong', async () => {
  await using open = await openDatabase()
  await open.outside.query("insert into tea values ('a', 1), ('b', 1)")
  const bothHold = meeting(2)
  const take = (first: string, second: string) =>
    transaction(open.database, rootScope, async (tx) => {
      const lock = (sku: string) =>
        tx.updateTable('tea').set({ pieces: 2 }).where('sku', '=', sku).execute()
      await lock(first)
      await bothHold()
      await lock(second)
    })

  const outcomes = await Promise.allSettled([take('a', 'b'), take('b', 'a')])

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { kind: 'unavailable', cause: { code: '40P01' } },
  })
})

test('W1 a transaction that cannot be serialized is unavailable, and known not to be committed', async () => {
  await using open = await openDatabase()
  await open.outside.query("insert into tea values ('a', 1)")
  const bothHaveRead = meeting(2)
  const count = (sku: string) =>
    transaction(open.database, rootScope, async (tx) => {
      await sql`set transaction isolation level serializable`.execute(tx)
      await tx.selectFrom('tea').selectAll().execute()
      await bothHaveRead()
      await tx.insertInto('tea').values({ sku, pieces: 1 }).execute()
    })

  const outcomes = await Promise.allSettled([count('b'), count('c')])

  const refused = outcomes.find((one) => one.status === 'rejected')
  expect(refused).toMatchObject({ reason: { kind: 'unavailable', cause: { code: '40001' } } })
  expect(refused?.reason).not.toBeInstanceOf(CommitUnknown)
})

test('W1 a transaction that was idle for too long is unavailable, and its connection is not used again', async () => {
  await using open = await openDatabase({ statementTimeoutMs: 1_000, maxConnections: 1 })

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await sql`select 1`.execute(tx)
    await eventually(async () => !(await isInTransaction(open)))
    await sql`select 2`.execute(tx)
  })

  await expect(attempt).rejects.toMatchObject({ kind: 'unavailable', connectionLost: true })
  await expect(open.database.ping()).resolves.toBeUndefined()
})

test('W1 a transaction that took too long is unavailable', async () => {
  await using open = await openDatabase()

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await sql`set local transaction_timeout = 1000`.execute(tx)
    await sql`select pg_sleep(5)`.execute(tx)
  })

  await expect(attempt).rejects.toMatchObject({ kind: 'unavailable', cause: { code: '25P04' } })
  await expect(open.database.ping()).resolves.toBeUndefined()
})

test('W1 a server without room for its own files is unavailable, its connection is used again', async () => {
  await using open = await openDatabase()

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await sql`set local work_mem = '64kB'`.execute(tx)
    await sql`set local temp_file_limit = 0`.execute(tx)
    await sql`select n from generate_series(1, 100000) n order by md5(n::text)`.execute(tx)
  })

  await expect(attempt).rejects.toMatchObject({
    kind: 'unavailable',
    connectionLost: false,
    cause: { code: '53400' },
  })
})

test('W1 a table that is gone is retried by its caller, logged once, and reported by the readiness check', async () => {
  await using open = await openDatabase()
  await open.outside.query('alter table tea rename to coffee')

  for (const sku of ['a', 'b', 'c'])
    await expect(add(open, sku)).rejects.toMatchObject({ kind: 'internal', hitsAll: true })
  await expect(open.database.ping()).rejects.toBeInstanceOf(DatabaseFault)
  await open.outside.query('alter table coffee rename to tea')
  await add(open, 'd')

  await expect(open.database.ping()).resolves.toBeUndefined()
  expect(open.errors.map(({ event }) => event)).toEqual(['postgres.statement-broken'])
})

test('W1 a statement that is wrong in a session of its own is told to who asks, too', async () => {
  await using open = await openDatabase()

  const wrong = open.database.withSession((session) => sql`select * from milk`.execute(session))

  await expect(wrong).rejects.toMatchObject({ hitsAll: true, sqlState: '42P01' })
  await expect(open.database.ping()).rejects.toMatchObject({ sqlState: '42P01' })
})

test('W1 a transaction fails for the first reason, whatever is caught on the way', async () => {
  await using open = await openDatabase()

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await sql`set local statement_timeout = 20`.execute(tx)
    await sql`select pg_sleep(5)`.execute(tx).catch(() => {})
    await tx.insertInto('tea').values(tea).execute()
  })

  await expect(attempt).rejects.toMatchObject({ kind: 'unavailable', cause: { code: '57014' } })
})

test.each([
  ['22000', { kind: 'internal', hitsAll: false }],
  ['P0001', { kind: 'internal', hitsAll: false }],
  ['23514', { kind: 'internal', hitsAll: false }],
  ['23505', { kind: 'conflict', hitsAll: false }],
  ['XX000', { kind: 'internal', hitsAll: true }],
  ['53100', { kind: 'unavailable', hitsAll: true, connectionLost: false }],
  ['58030', { kind: 'unavailable', hitsAll: true, connectionLost: true }],
  ['ZZ999', { kind: 'unavailable', hitsAll: true, connectionLost: true }],
])('W1 a server that says %s is understood', async (sqlState, expected) => {
  await using open = await openDatabase()

  await expect(raise(open, sqlState)).rejects.toMatchObject(expected)
})

test('W1 a refusal at the commit is an answer: nothing is unknown about it', async () => {
  await using open = await openDatabase()
  await refuseCommits(open.outside, '40001')

  const attempt = add(open, 'a')

  await expect(attempt).rejects.toBeInstanceOf(DatabaseUnavailable)
  await expect(attempt).rejects.toMatchObject({ cause: { code: '40001' } })
})

test('W2 a database whose URL cannot be read is refused when it is made, not retried', () => {
  const log = { info() {}, warn() {}, error() {} }
  const url = 'postgres://u:p@127.0.0.1/db?sslrootcert=/no/such/file'

  expect(() => createDatabase({ url, log })).toThrow(
    expect.objectContaining({ code: 'database-misconfigured', kind: 'invalid' }),
  )
})

/** Lets nobody through before all have come. */
function meeting(size: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let here = 0
  return () => {
    here += 1
    if (here === size) resolve()
    return Promise.race([promise, pause(10_000)]) as Promise<void>
  }
}

async function isInTransaction({ outside }: OpenDatabase): Promise<boolean> {
  const rows = await outside.query(
    `select 1 from pg_stat_activity where datname = current_database()
      and application_name = 'tailspan' and xact_start is not null`,
  )
  return rows.length > 0
}

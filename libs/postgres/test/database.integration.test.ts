import { AsyncLocalStorage } from 'node:async_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { rootScope } from '@tailspan/scope'
import {
  createTestDatabase,
  eventually,
  freePort,
  infrastructure,
  startTcpProxy,
} from '@tailspan/testkit'
import { expect, test } from 'vitest'
import {
  createDatabase,
  type Database,
  DatabaseFault,
  DatabaseUnavailable,
  sql,
  transaction,
} from '../src/index.ts'
import { killTransactions, openDatabase, type Tables, throughPort } from './open-database.ts'

const quiet = { info() {}, warn() {}, error() {} }
const running = new AbortController().signal

/** Which process of the server answers: tells one connection from another. */
async function backend({ kysely }: Database<Tables>): Promise<number | undefined> {
  const query = sql<{ pid: number }>`select pg_backend_pid() as pid`
  return (await query.execute(kysely)).rows[0]?.pid
}

const serverPort = () => Number(new URL(infrastructure().postgresUrl).port)

test('it waits for a database that comes up after it', async () => {
  const port = await freePort()
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  const refusals: unknown[] = []
  const warn = (event: string, fields?: unknown) => void refusals.push([event, fields])
  const url = throughPort(outside.url, port)
  const { actor, ping } = createDatabase({ url, log: { ...quiet, warn } })

  const started = actor.start(running)
  await eventually(() => refusals.length > 0)
  await using _proxy = await startTcpProxy({ target: { port: serverPort() }, port })
  await started

  expect(refusals[0]).toEqual([
    'postgres.not-connected',
    { attempt: 1, err: expect.objectContaining({ code: 'database-unavailable' }) },
  ])
  await expect(ping()).resolves.toBeUndefined()
  await actor.stop(running)
})

test('W1 what an operator has set for a database changes no value that is read', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  const settings = {
    datestyle: 'German, DMY',
    intervalstyle: 'iso_8601',
    timezone: 'Asia/Kathmandu',
    bytea_output: 'escape',
    extra_float_digits: -15,
    default_transaction_isolation: 'serializable',
  }
  for (const [name, value] of Object.entries(settings))
    await outside.query(`alter database ${outside.name} set ${name} = '${value}'`)
  const { kysely, actor } = createDatabase({ url: outside.url, log: quiet })

  const read = sql<Record<string, unknown>>`select
    timestamptz '2026-11-21 08:00:00.123Z' as at, interval '26 hours' as pause,
    '\\x00ff'::bytea as bytes, 0.1::float8 + 0.2::float8 as sum,
    current_setting('transaction_isolation') as isolation`
  const { rows } = await read.execute(kysely)
  await actor.stop(running)

  expect(rows[0]).toMatchObject({
    at: new Date('2026-11-21T08:00:00.123Z'),
    pause: { hours: 26 },
    bytes: Buffer.from([0, 0xff]),
    sum: 0.1 + 0.2,
    isolation: 'read committed',
  })
})

test.each(['refused', 'black hole'] as const)('a start that is aborted ends: %s', async (way) => {
  await using proxy = await startTcpProxy({ target: { port: serverPort() } })
  proxy.hold()
  const port = way === 'refused' ? await freePort() : proxy.port
  const url = throughPort(infrastructure().postgresUrl, port)
  const { actor } = createDatabase({ url, log: quiet, connectTimeoutMs: 60_000 })
  const starting = new AbortController()
  const stopped = new Error('SIGTERM')

  const started = actor.start(starting.signal)
  setImmediate(() => starting.abort(stopped))

  await expect(started).rejects.toBe(stopped)
})

test('the server ending idle connections crashes nothing, and the next query is answered', async () => {
  await using open = await openDatabase()
  await Promise.all([open.database.ping(), open.database.ping()])

  await killTransactions(open.outside)
  await eventually(() => open.warnings.length === 2)

  await expect(open.database.ping()).resolves.toBeUndefined()
  expect(open.warnings[0]?.event).toBe('postgres.connection-lost')
})

test('a connection that dies between two statements of a transaction is unavailable, not a crash', async () => {
  await using open = await openDatabase()

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await sql`select 1`.execute(tx)
    await killTransactions(open.outside)
    await sql`select 2`.execute(tx)
  })

  await expect(attempt).rejects.toBeInstanceOf(DatabaseUnavailable)
  await expect(open.database.ping()).resolves.toBeUndefined()
})

test('a statement that takes too long is unavailable, its connection is used again', async () => {
  await using open = await openDatabase({ statementTimeoutMs: 1_000, maxConnections: 1 })
  const before = await backend(open.database)

  const slow = sql`select pg_sleep(60)`.execute(open.database.kysely)

  await expect(slow).rejects.toMatchObject({ kind: 'unavailable', cause: { code: '57014' } })
  expect(await backend(open.database)).toBe(before)
})

test('a server that no longer answers is unavailable, and nobody else gets the lost connection', async () => {
  await using proxy = await startTcpProxy({ target: { port: serverPort() } })
  await using open = await openDatabase({
    via: proxy,
    statementTimeoutMs: 1_000,
    maxConnections: 1,
  })
  const before = await backend(open.database)
  proxy.hold('to-client')

  const lost = open.database.ping()

  await expect(lost).rejects.toMatchObject({ kind: 'unavailable' })
  proxy.release()
  expect(await backend(open.database)).not.toBe(before)
})

test('a wrong statement is a fault of ours, its text stays in the cause', async () => {
  await using open = await openDatabase()

  const wrong = sql`select ${'ada@example.com'}::uuid`.execute(open.database.kysely)

  await expect(wrong).rejects.toBeInstanceOf(DatabaseFault)
  await expect(wrong).rejects.toMatchObject({
    code: 'database-fault',
    kind: 'internal',
    sqlState: '22P02',
    message: expect.not.stringContaining('ada'),
  })
})

test('a stop waits for the transaction in hand', async () => {
  await using open = await openDatabase()
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>()
  const { promise: leave, resolve: go } = Promise.withResolvers<void>()
  const order: string[] = []
  const work = transaction(open.database, rootScope, async (tx) => {
    await tx.insertInto('tea').values({ sku: 'tea', pieces: 1 }).execute()
    enter()
    await leave
  }).then(() => order.push('committed'))
  await entered

  const stopped = open.database.actor.stop(running).then(() => order.push('stopped'))
  go()
  await Promise.all([work, stopped])

  expect(order).toEqual(['committed', 'stopped'])
  expect(await open.outside.query('select sku from tea')).toEqual([{ sku: 'tea' }])
})

test('a stop whose budget is spent breaks what is still running', async () => {
  await using open = await openDatabase()
  const stuck = sql`select pg_sleep(60)`.execute(open.database.kysely)
  const answer = expect(stuck).rejects.toBeInstanceOf(DatabaseUnavailable)
  await eventually(
    async () =>
      (await open.outside.query("select 1 from pg_stat_activity where query like '%pg_sleep(60)%'"))
        .length > 0,
  )
  const budget = new AbortController()

  const stopped = open.database.actor.stop(budget.signal)
  budget.abort()

  await stopped
  await answer
})

test('neither a connection nor its idle timer keeps the request alive that opened it', async () => {
  await using open = await openDatabase()
  const requests = new AsyncLocalStorage<object>()
  const alive = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const request = { body: Buffer.alloc(1_000) }
      await requests.run(request, () =>
        transaction(open.database, rootScope, (tx) => sql`select pg_sleep(0.01)`.execute(tx)),
      )
      return new WeakRef(request)
    }),
  )

  collectGarbage()

  await eventually(() => {
    collectGarbage()
    return alive.filter((ref) => ref.deref()).length <= 1
  })
})

function collectGarbage(): void {
  setFlagsFromString('--expose_gc')
  ;(runInNewContext('gc') as () => void)()
}

import { setTimeout as pause } from 'node:timers/promises'
import { rootScope } from '@tailspan/scope'
import {
  countQueries,
  createTestDatabase,
  eventually,
  infrastructure,
  type PgBouncerOptions,
  startPgBouncer,
  startTcpProxy,
  type TestDatabase,
  whyNoPgBouncer,
} from '@tailspan/testkit'
import { beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type Database, type Session, sql, transaction } from '../src/index.ts'
import { throughPort } from './open-database.ts'

type Tables = { tea: { sku: string; pieces: number } }

const quiet = { info() {}, warn() {}, error() {} }
const running = new AbortController().signal

describe('behind PgBouncer', () => {
  beforeEach(({ skip }) => skip(whyNoPgBouncer !== undefined, whyNoPgBouncer))

  test.each([
    ['that is idle', {}],
    ['whose two backends take turns', { server_round_robin: '1', default_pool_size: '2' }],
    ['with a single backend', { default_pool_size: '1' }],
  ])(
    'K7 in transaction mode %s no session is opened, and the error names the setting',
    async (_, settings) => {
      await using pooled = await openPooled({ mode: 'transaction', settings })
      // More than one backend, and none of them in use.
      const nap = () => sql`select pg_sleep(0.2)`.execute(pooled.database.kysely)
      await Promise.all([nap(), nap(), nap()])

      const session = pooled.database.withSession(async () => 'opened')

      await expect(session).rejects.toMatchObject({
        code: 'session-shared',
        kind: 'invalid',
        message: expect.stringContaining('set DATABASE_SESSION_URL to the server itself'),
      })
    },
  )

  test('K7 in transaction mode no session is opened while others keep the pooler busy', async () => {
    await using pooled = await openPooled({ mode: 'transaction' })
    const over = new AbortController()
    const busy = Array.from({ length: 6 }, async () => {
      while (!over.signal.aborted) await pooled.database.ping()
    })

    const session = pooled.database.withSession(async () => 'opened')

    await expect(session).rejects.toMatchObject({ code: 'session-shared' })
    over.abort()
    await Promise.all(busy)
  })

  test('K7 in session mode, and without a pooler, a session keeps its locks', async () => {
    await using pooled = await openPooled({ mode: 'session' })
    const direct = createDatabase<Tables>({ url: pooled.outside.url, log: quiet })

    const locks = [await lockedBy(pooled.database, pooled), await lockedBy(direct, pooled)]
    await direct.actor.stop(running)

    expect(locks).toEqual([true, true])
    await eventually(async () => !(await isLocked(pooled)))
  })

  test('K7 the direct way is used for sessions and migrations, the pooler for all else', async () => {
    await using pooled = await openPooled({ mode: 'transaction' })
    const sessionUrl = pooled.outside.url
    const migrations = new URL('examples/migrations', import.meta.url)
    const { url } = pooled
    const database = createDatabase<Tables>({ url, sessionUrl, migrations, log: quiet })

    await database.actor.start(running)
    const locked = await lockedBy(database, pooled)
    const orders = await database.kysely.selectFrom('orders' as never).execute()
    await database.actor.stop(running)

    expect([locked, orders]).toEqual([true, []])
  })

  test('K7 without the direct way a service that migrates does not start', async () => {
    await using pooled = await openPooled({ mode: 'transaction' })
    const migrations = new URL('examples/migrations', import.meta.url)
    const { actor } = createDatabase({ url: pooled.url, migrations, log: quiet })

    await expect(actor.start(running)).rejects.toMatchObject({ code: 'session-shared' })
  })

  test('K7 a URL with a parameter that the pooler refuses is a wrong setting', async () => {
    await using pooled = await openPooled({ mode: 'transaction' })
    const url = `${pooled.url}?options=-c%20search_path%3Dx`
    const database = createDatabase({ url, log: quiet })

    await expect(database.actor.start(running)).rejects.toMatchObject({
      code: 'database-misconfigured',
      message: expect.stringContaining('unsupported startup parameter: options'),
    })
  })

  test('K7 in transaction mode statements share a round trip with the limits of a session, also after one that failed', async () => {
    await using pooled = await openPooled({
      mode: 'transaction',
      settings: { default_pool_size: '1' },
    })
    await pooled.outside.query('create table tea (sku text primary key, pieces int)')
    await using wire = await countQueries(pooled.url)
    const database = createDatabase<Tables>({ url: wire.url, log: quiet })
    const insert = (sku: string) => sql`insert into tea values (${sku}, 1)`
    const store = (...skus: string[]) =>
      transaction(database, rootScope, async (tx) => {
        for (const sku of skus) tx.later(insert(sku))
        return tx.later(
          sql<{ limit: string }>`select current_setting('statement_timeout') as limit`,
        )
      })
    await database.ping()

    const failed = store('a', 'a')
    await expect(failed).rejects.toMatchObject({ code: 'unique-violation' })
    const before = wire.roundTrips()
    const limit = (await store('b', 'c')).result()
    const trips = wire.roundTrips() - before
    await database.actor.stop(running)

    expect([trips, limit?.rows]).toEqual([1, [{ limit: '5s' }]])
    expect(await pooled.outside.query('select sku from tea')).toEqual([{ sku: 'b' }, { sku: 'c' }])
  })

  test('K4 a transaction of a host that has vanished before the pooler is rolled back', async () => {
    await using pooled = await openPooled({ mode: 'transaction' })
    await pooled.outside.query('create table tea (sku text primary key, pieces int)')
    await using wire = await startTcpProxy({ target: { port: pooled.port } })
    const url = throughPort(pooled.url, wire.port)
    const database = createDatabase<Tables>({ url, statementTimeoutMs: 2_000, log: quiet })
    const inserted = Promise.withResolvers<void>()

    const lost = transaction(database, rootScope, async (tx) => {
      await tx.insertInto('tea').values({ sku: 'tea', pieces: 1 }).execute()
      wire.vanish()
      inserted.resolve()
      await pause(60_000, undefined, { ref: false })
    })
    lost.catch(() => {})
    await inserted.promise
    await pooled.outside.query(`insert into tea values ('tea', 2)`)
    await database.actor.stop(AbortSignal.abort())

    expect(await pooled.outside.query('select pieces from tea')).toEqual([{ pieces: 2 }])
  })
})

test('K4 a transaction of a host that has vanished holds its rows no longer than its limit', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await outside.query('create table tea (sku text primary key, pieces int)')
  await using wire = await startTcpProxy({ target: { port: Number(new URL(outside.url).port) } })
  const url = throughPort(outside.url, wire.port)
  const database = createDatabase<Tables>({ url, statementTimeoutMs: 2_000, log: quiet })

  const lost = transaction(database, rootScope, async (tx) => {
    await tx.insertInto('tea').values({ sku: 'tea', pieces: 1 }).execute()
    wire.vanish()
    await tx.insertInto('tea').values({ sku: 'cocoa', pieces: 1 }).execute()
  })
  await expect(lost).rejects.toMatchObject({ code: 'database-unavailable' })
  await outside.query(`insert into tea values ('tea', 2)`)
  await database.actor.stop(AbortSignal.abort())

  expect(await outside.query('select * from tea')).toEqual([{ sku: 'tea', pieces: 2 }])
})

test('K4 the connections of a host that has vanished do not stay for hours', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  const database = createDatabase<Tables>({ url: outside.url, log: quiet })
  const names = ['idle_session_timeout', 'tcp_user_timeout', 'tcp_keepalives_idle']

  const ofPool = await readSettings(database.kysely as never, names)
  const ofSession = await database.withSession((session) => readSettings(session, names))
  await database.actor.stop(running)

  for (const value of [...ofPool, ...ofSession]) expect(value).toMatch(/^[1-9]/)
})

type Pooled = { readonly outside: TestDatabase; readonly port: number }

async function openPooled(options: Pick<PgBouncerOptions, 'mode' | 'settings'>) {
  await using undo = new AsyncDisposableStack()
  const outside = undo.use(await createTestDatabase(infrastructure().postgresUrl))
  const { url, port } = undo.use(await startPgBouncer({ ...options, databaseUrl: outside.url }))
  const database = createDatabase<Tables>({ url, log: quiet })
  undo.defer(() => database.actor.stop(running))
  const opened = undo.move()
  return { outside, url, port, database, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

/** Takes a lock in a session, and asks from outside whether it is there after a while in which others work. */
async function lockedBy(database: Database<Tables>, pooled: Pooled): Promise<boolean> {
  await eventually(async () => !(await isLocked(pooled)))
  return database.withSession(async (session) => {
    await sql`select pg_advisory_lock(7)`.execute(session)
    await Promise.all([database.ping(), database.ping()])
    return isLocked(pooled)
  })
}

async function isLocked({ outside }: Pooled): Promise<boolean> {
  const rows = await outside.query(
    `select from pg_locks where locktype = 'advisory' and objid = 7
      and database = (select oid from pg_database where datname = current_database())`,
  )
  return rows.length > 0
}

async function readSettings(session: Session, names: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ value: string }>`
    select current_setting(name) as value from unnest(${names}::text[]) as name`.execute(session)
  return rows.map(({ value }) => value)
}

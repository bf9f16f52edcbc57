import { rootScope, withCancel } from '@tailspan/scope'
import { countQueries, eventually, infrastructure, startTcpProxy } from '@tailspan/testkit'
import pg from 'pg'
import { expect, test } from 'vitest'
import { CommitUnknown, type Later, sql, transaction, UniqueViolation } from '../src/index.ts'
import { Flight } from '../src/trips/flight.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'

const left = new Error('client left')
const insert = (sku: string, pieces = 1) => sql`insert into tea values (${sku}, ${pieces})`
const skus = async ({ outside }: OpenDatabase) =>
  (await outside.query<{ sku: string }>('select sku from tea order by sku')).map(({ sku }) => sku)

/** On a busy machine the question itself may take longer than a test allows for a statement. */
async function backendOf({ database }: OpenDatabase): Promise<number | undefined> {
  const query = sql<{ pid: number }>`select pg_backend_pid() as pid`
  return eventually(async () => (await query.execute(database.kysely)).rows[0]?.pid)
}

/** A database whose round trips are counted, its one connection open already. */
async function openCounted() {
  await using undo = new AsyncDisposableStack()
  const open = undo.use(await openDatabase())
  const wire = undo.use(await countQueries(open.outside.url))
  const counted = undo.use(await openDatabase({ via: { port: Number(new URL(wire.url).port) } }))
  const closing = undo.move()
  return {
    ...counted,
    statements: () => wire.count(),
    /** Of what the work does. */
    async roundTrips(work: () => Promise<unknown>): Promise<number> {
      const before = wire.roundTrips()
      await work()
      return wire.roundTrips() - before
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

test('a transaction is one round trip for each step that is awaited; BEGIN and COMMIT travel along', async () => {
  await using open = await openCounted()
  const { database, roundTrips } = open
  const run = (work: Parameters<typeof transaction<object, unknown>>[2]) =>
    roundTrips(() => transaction(database as never, rootScope, work))

  const trips = [
    await run(async () => {}),
    await run(async (tx) => {
      tx.later(insert('a'))
      tx.later(insert('b'))
    }),
    await run(async (tx) => {
      await tx.together(insert('c'), insert('d'))
      tx.later(insert('e'))
    }),
    await run(async (tx) => {
      tx.later(insert('f'))
      await insert('g').execute(tx)
    }),
  ]

  expect(trips).toEqual([0, 1, 2, 2])
  expect(await skus(open)).toEqual([...'abcdefg'])
})

test('a ping is one statement in one round trip', async () => {
  await using open = await openCounted()
  const before = open.statements()

  const trips = await open.roundTrips(() => open.database.ping())

  expect({ trips, statements: open.statements() - before }).toEqual({ trips: 1, statements: 1 })
})

test('each statement sees what those before it did, and its result is there after its round trip', async () => {
  await using open = await openDatabase()
  const count = sql<{ n: bigint; at: Date }>`select count(*) as n, now() as at from tea`
  let last: Later<{ n: bigint; at: Date }> | undefined

  const results = await transaction(open.database, rootScope, async (tx) => {
    const one = tx.insertInto('tea').values({ sku: 'a', pieces: 1 }).returning('pieces')
    const both = await tx.together(insert('b'), count, one)
    tx.later(insert('c'))
    last = tx.later(count)
    expect(last.result()).toBeUndefined()
    return both
  })

  const [inserted, counted, returned] = results
  expect(inserted).toEqual({ numAffectedRows: 1n, rows: [] })
  expect(counted.rows).toEqual([{ n: '1', at: expect.any(Date) }])
  expect(returned.rows).toEqual([{ pieces: 1 }])
  expect(last?.result()?.rows[0]?.n).toBe('3')
})

test('a statement that fails fails the whole with its own error; what stands behind it never runs', async () => {
  await using open = await openDatabase({ maxConnections: 1 })
  await transaction(open.database, rootScope, async (tx) => void tx.later(insert('tea')))

  const attempt = transaction(open.database, rootScope, async (tx) => {
    tx.later(insert('milk'))
    tx.later(insert('tea'))
    tx.later(sql`update tea set pieces = 7`)
  })

  await expect(attempt).rejects.toBeInstanceOf(UniqueViolation)
  await expect(attempt).rejects.toMatchObject({ constraint: 'tea_pkey', cause: { code: '23505' } })
  expect(await open.outside.query('select * from tea')).toEqual([{ sku: 'tea', pieces: 1 }])
  // The connection is not left in the transaction that has failed.
  expect(await sql`select 1 as one`.execute(open.database.kysely)).toMatchObject({
    rows: [{ one: 1 }],
  })
})

test('nothing commits by itself when BEGIN fails', async () => {
  await using open = await openDatabase()
  const client = new pg.Client(open.outside.url)
  await client.connect()
  const texts = ['begin nonsense', "insert into tea values ('a', 1)", 'commit']

  const failed = await new Promise((resolve) => {
    const statements = texts.map((text) => ({ text, values: [] }))
    client.query(new Flight(statements, resolve))
  })
  await client.end()

  expect(failed).toMatchObject({ code: '42601' })
  expect(await skus(open)).toEqual([])
})

test('a COMMIT that the server answers with ROLLBACK is no commit', async () => {
  await using open = await openDatabase()

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await tx.together(insert('a'))
    await tx.together(sql`select 1 / 0`).catch(() => {})
    return 'stored'
  })

  await expect(attempt).rejects.toMatchObject({ code: 'database-fault', sqlState: '25P02' })
  expect(await skus(open)).toEqual([])
})

test('what is refused at the COMMIT itself is an error of its own kind, and nothing is stored', async () => {
  await using open = await openDatabase({ maxConnections: 1 })
  await open.outside.query(
    'alter table tea drop constraint tea_pkey, add unique (sku) deferrable initially deferred',
  )

  const attempt = transaction(open.database, rootScope, async (tx) => {
    tx.later(insert('a'))
    tx.later(insert('a'))
  })

  await expect(attempt).rejects.toBeInstanceOf(UniqueViolation)
  await expect(open.database.ping()).resolves.toBeUndefined()
  expect(await skus(open)).toEqual([])
})

test('nothing leaves once the scope is cancelled: neither what was left for later nor the COMMIT', async () => {
  await using open = await openCounted()
  using work = withCancel(rootScope)
  const attempts: unknown[] = []

  const trips = await open.roundTrips(async () => {
    const placing = transaction(open.database, work.scope, async (tx) => {
      tx.later(insert('a'))
      work.cancel(left)
    })
    attempts.push(await placing.catch((error: unknown) => error))
  })
  using second = withCancel(rootScope)
  const stepping = transaction(open.database, second.scope, async (tx) => {
    await tx.together(insert('b'))
    second.cancel(left)
    await tx.together(insert('c'))
  })
  attempts.push(await stepping.catch((error: unknown) => error))

  expect(trips).toBe(0)
  expect(attempts).toEqual([left, left])
  expect(await skus(open)).toEqual([])
})

test('a connection that breaks after the write with the COMMIT has left makes it unknown, before that it does not', async () => {
  const port = Number(new URL(infrastructure().postgresUrl).port)
  await using proxy = await startTcpProxy({ target: { port } })
  await using open = await openDatabase({ via: proxy })
  const breakNow = () => {
    proxy.hold('to-client')
    setImmediate(() => proxy.sever())
  }

  const committing = transaction(open.database, rootScope, async (tx) => {
    tx.later(insert('a'))
    breakNow()
  })
  await expect(committing).rejects.toBeInstanceOf(CommitUnknown)
  proxy.release()
  const stepping = transaction(open.database, rootScope, async (tx) => {
    breakNow()
    await tx.together(insert('b'), insert('c'))
  })

  await expect(stepping).rejects.toMatchObject({ code: 'database-unavailable' })
})

test('an answer to the write with the COMMIT is never unknown, the last words of a connection are', async () => {
  await using open = await openDatabase()
  const failing = (statement: string) =>
    transaction(open.database, rootScope, async (tx) => {
      tx.later(insert('a'))
      tx.later(sql.raw(statement))
    })

  const refused = failing(
    "do $$ begin raise exception 'demoted' using errcode = 'read_only_sql_transaction'; end $$",
  )
  await expect(refused).rejects.toMatchObject({ code: 'database-unavailable' })
  const ended = failing('select pg_terminate_backend(pg_backend_pid())')
  await expect(ended).rejects.toBeInstanceOf(CommitUnknown)

  expect(await skus(open)).toEqual([])
})

test('a statement that takes too long ends the whole, and its connection is used again', async () => {
  await using open = await openDatabase({ statementTimeoutMs: 200, maxConnections: 1 })
  const before = await backendOf(open)

  const attempt = transaction(open.database, rootScope, async (tx) => {
    tx.later(insert('a'))
    tx.later(sql`select pg_sleep(60)`)
  })

  await expect(attempt).rejects.toMatchObject({
    code: 'database-unavailable',
    cause: { code: '57014' },
  })
  expect(await backendOf(open)).toBe(before)
  expect(await skus(open)).toEqual([])
})

test('a write whose answer never comes is unknown, and nobody else gets its connection', async () => {
  const port = Number(new URL(infrastructure().postgresUrl).port)
  await using proxy = await startTcpProxy({ target: { port } })
  await using open = await openDatabase({ via: proxy, statementTimeoutMs: 100, maxConnections: 1 })
  const before = await backendOf(open)

  const attempt = transaction(open.database, rootScope, async (tx) => {
    tx.later(insert('a'))
    proxy.hold('to-client')
  })

  await expect(attempt).rejects.toBeInstanceOf(CommitUnknown)
  proxy.release()
  expect(await backendOf(open)).not.toBe(before)
})

test('a statement whose answer never comes is told at once: no ROLLBACK waits behind it for an answer of its own', async () => {
  const port = Number(new URL(infrastructure().postgresUrl).port)
  await using proxy = await startTcpProxy({ target: { port } })
  await using open = await openDatabase({ via: proxy, statementTimeoutMs: 100, maxConnections: 1 })
  const before = await backendOf(open)
  const { promise: turned, resolve: turn } = Promise.withResolvers<string>()

  const attempt = transaction(open.database, rootScope, async (tx) => {
    // On its way to the server, which would end a transaction that is idle by itself.
    proxy.hold('to-target')
    await insert('a')
      .execute(tx)
      .finally(() => setImmediate(turn, 'event loop'))
  })
  const told = attempt.catch(() => 'caller')

  expect(await Promise.race([turned, told])).toBe('caller')
  await expect(attempt).rejects.toMatchObject({ cause: { message: 'Query read timeout' } })
  proxy.release()
  expect(await backendOf(open)).not.toBe(before)
})

test.each([
  ['alone', []],
  ['behind another', [insert('a')]],
])(
  'W1 more values than a statement carries are the fault of the work at hand: %s',
  async (_, before) => {
    await using open = await openCounted()
    const values = Array.from({ length: 65_536 }, (_, i) => i)
    const tooLong = sql`select 1 where 1 in (${sql.join(values)})`

    const trips = await open.roundTrips(async () => {
      const attempt = transaction(open.database, rootScope, async (tx) => {
        await tx.together(...before, tooLong)
      })
      await expect(attempt).rejects.toMatchObject({
        code: 'database-fault',
        hitsAll: false,
        cause: { message: 'a statement has 65536 values, of at most 65535' },
      })
    })

    expect(trips).toBe(0)
    expect(await skus(open)).toEqual([])
  },
)

test('a value that no statement can carry sends nothing of the whole', async () => {
  await using open = await openCounted()
  const circular: Record<string, unknown> = {}
  circular.self = circular

  const trips = await open.roundTrips(async () => {
    const attempt = transaction(open.database, rootScope, async (tx) => {
      tx.later(insert('a'))
      tx.later(sql`select ${circular}::json`)
    })
    await expect(attempt).rejects.toMatchObject({ code: 'database-fault', sqlState: 'driver' })
  })

  expect(trips).toBe(0)
  expect(await skus(open)).toEqual([])
})

import { createScope, rootScope, withCancel } from '@tailspan/scope'
import { infrastructure, startTcpProxy } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import {
  CommitUnknown,
  DatabaseUnavailable,
  sql,
  transaction,
  UniqueViolation,
} from '../src/index.ts'
import { killTransactions, openDatabase, refuseCommits } from './open-database.ts'

const left = new Error('client left')
const tea = { sku: 'tea', pieces: 1 }

test('what a transaction did is there for others after it', async () => {
  await using open = await openDatabase()

  const answer = await transaction(open.database, rootScope, async (tx) => {
    await tx.insertInto('tea').values(tea).execute()
    return 'done'
  })

  expect(answer).toBe('done')
  expect(await open.outside.query('select * from tea')).toEqual([tea])
})

test('a transaction that throws leaves nothing behind', async () => {
  await using open = await openDatabase()
  const fault = new Error('no more tea')

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await tx.insertInto('tea').values(tea).execute()
    throw fault
  })

  await expect(attempt).rejects.toBe(fault)
  expect(await open.outside.query('select * from tea')).toEqual([])
})

test('a scope that is cancelled already begins nothing', async () => {
  await using open = await openDatabase()
  let called = false

  const attempt = transaction(
    open.database,
    createScope({ signal: AbortSignal.abort(left) }),
    async () => {
      called = true
    },
  )

  await expect(attempt).rejects.toBe(left)
  expect(called).toBe(false)
})

test('a scope that is cancelled between two statements stops before the second', async () => {
  await using open = await openDatabase()
  using work = withCancel(rootScope)
  let afterwards = 'not reached'

  const attempt = transaction(open.database, work.scope, async (tx) => {
    await tx.insertInto('tea').values(tea).execute()
    work.cancel(left)
    await tx.insertInto('tea').values({ sku: 'milk', pieces: 1 }).execute()
    afterwards = 'reached'
  })

  await expect(attempt).rejects.toBe(left)
  expect(afterwards).toBe('not reached')
  expect(await open.outside.query('select * from tea')).toEqual([])
})

test('a scope that is cancelled before the commit commits nothing', async () => {
  await using open = await openDatabase()
  using work = withCancel(rootScope)

  const attempt = transaction(open.database, work.scope, async (tx) => {
    await tx.insertInto('tea').values(tea).execute()
    work.cancel(left)
  })

  await expect(attempt).rejects.toBe(left)
  expect(await open.outside.query('select * from tea')).toEqual([])
})

test('a scope that is cancelled after the commit changes nothing', async () => {
  await using open = await openDatabase()
  using work = withCancel(rootScope)

  await transaction(open.database, work.scope, (tx) => tx.insertInto('tea').values(tea).execute())
  work.cancel(left)

  expect(await open.outside.query('select * from tea')).toEqual([tea])
})

test('a row that is there already is a conflict that names the constraint', async () => {
  await using open = await openDatabase()
  const add = () =>
    transaction(open.database, rootScope, (tx) => tx.insertInto('tea').values(tea).execute())
  await add()

  const again = add()

  await expect(again).rejects.toBeInstanceOf(UniqueViolation)
  await expect(again).rejects.toMatchObject({
    code: 'unique-violation',
    kind: 'conflict',
    constraint: 'tea_pkey',
    cause: { code: '23505' },
  })
})

test('what went wrong first is not hidden by a rollback that fails as well', async () => {
  await using open = await openDatabase()
  const fault = new Error('no more tea')

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await tx.insertInto('tea').values(tea).execute()
    await killTransactions(open.outside)
    throw fault
  })

  await expect(attempt).rejects.toBe(fault)
  await expect(open.database.ping()).resolves.toBeUndefined()
})

test('a connection that breaks during the commit leaves its outcome unknown', async () => {
  const port = Number(new URL(infrastructure().postgresUrl).port)
  await using proxy = await startTcpProxy({ target: { port } })
  await using open = await openDatabase({ via: proxy })

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await tx.insertInto('tea').values(tea).execute()
    proxy.hold('to-client')
    setImmediate(() => proxy.sever())
  })

  await expect(attempt).rejects.toBeInstanceOf(CommitUnknown)
  await expect(attempt).rejects.toMatchObject({ kind: 'unavailable' })
})

test.each([
  ['40003', true],
  ['08007', true],
  ['08006', true],
  ['40001', false],
  ['53100', false],
])(
  'W1 a server that answers the commit with %s: its outcome is unknown: %s',
  async (code, isUnknown) => {
    await using open = await openDatabase()
    await refuseCommits(open.outside, code)

    const failure = await transaction(open.database, rootScope, (tx) =>
      tx.insertInto('tea').values(tea).execute(),
    ).catch((error) => error)

    expect(failure).toMatchObject({ kind: 'unavailable' })
    expect(failure instanceof CommitUnknown).toBe(isUnknown)
  },
)

test('W1 what is unknown before the commit is known: nothing of it is stored', async () => {
  await using open = await openDatabase()

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await sql.raw(`do $$ begin raise exception 'no' using errcode = '40003'; end $$`).execute(tx)
  })

  await expect(attempt).rejects.toBeInstanceOf(DatabaseUnavailable)
})

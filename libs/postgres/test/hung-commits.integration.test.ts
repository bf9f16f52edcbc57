import { rootScope, withCancel } from '@tailspan/scope'
import { createTestDatabase, eventually, startOwnPostgres, startTcpProxy } from '@tailspan/testkit'
import pg from 'pg'
import { expect, test } from 'vitest'
import { CommitUnknown, transaction } from '../src/index.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'

const standbyIsAway = {
  code: 'database-unavailable',
  message: expect.stringContaining('a synchronous standby that does not answer'),
}
const add = ({ database }: OpenDatabase, sku: string) =>
  transaction(database, rootScope, (tx) =>
    tx.insertInto('tea').values({ sku, pieces: 1 }).execute(),
  )
const addAlone = ({ database }: OpenDatabase, sku: string) =>
  database.kysely.insertInto('tea').values({ sku, pieces: 1 }).execute()
const read = ({ database }: OpenDatabase) => database.kysely.selectFrom('tea').selectAll().execute()

test('W1 commits that wait for a standby take no more than the connections that they had; what reads goes on', async () => {
  await using postgres = await startOwnPostgres()
  await using open = await openDatabase({
    server: postgres.adminUrl,
    maxConnections: 3,
    statementTimeoutMs: 1_500,
  })

  await using standby = await loseStandby(postgres.adminUrl)
  const first = await Promise.allSettled(['a', 'b', 'c'].map((sku) => add(open, sku)))
  for (const one of first) expect(one).toMatchObject({ reason: expect.any(CommitUnknown) })
  for (const sku of Array.from({ length: 10 }, (_, i) => `later-${i}`)) {
    await expect(add(open, sku)).rejects.toMatchObject(standbyIsAway)
    await expect(addAlone(open, sku)).rejects.toMatchObject(standbyIsAway)
  }
  expect(await standby.waiting()).toHaveLength(3)
  expect(await read(open)).toEqual([])
  await expect(open.database.ping()).rejects.toMatchObject(standbyIsAway)

  await standby.findBack()
  await eventually(() => open.database.ping())
  await add(open, 'd')
  expect((await read(open)).map(({ sku }) => sku).sort()).toEqual(['a', 'b', 'c', 'd'])
  expect(open.errors.map(({ event }) => event)).toEqual(['postgres.statement-refused'])
})

test('a scope that is cancelled while the server is asked whether commits hang commits nothing', async () => {
  await using postgres = await startOwnPostgres()
  const { port } = new URL(postgres.adminUrl)
  await using wire = await startTcpProxy({ target: { port: Number(port) } })
  await using open = await openDatabase({
    server: postgres.adminUrl,
    via: { port: wire.port },
    maxConnections: 1,
    statementTimeoutMs: 1_500,
  })
  await using standby = await loseStandby(postgres.adminUrl)
  await expect(add(open, 'a')).rejects.toBeInstanceOf(CommitUnknown)
  await standby.findBack()
  // Opens the one connection again; what only reads is sent without the question.
  await eventually(async () => (await read(open)).length === 1)
  using client = withCancel(rootScope)

  wire.hold()
  // In one round trip: the look at the scope stands before the only write.
  const adding = transaction(open.database, client.scope, async (tx) => {
    tx.later(tx.insertInto('tea').values({ sku: 'b', pieces: 1 }))
  })
  await eventually(() => wire.isHolding('pg_stat_activity'))
  client.cancel(new Error('client left'))
  wire.release()

  await expect(adding).rejects.toThrow('client left')
  expect((await read(open)).map(({ sku }) => sku)).toEqual(['a'])
})

/** From now on each commit of this server waits for a standby that there is not. */
async function loseStandby(adminUrl: string) {
  const url = new URL(adminUrl)
  url.searchParams.set('options', '-c synchronous_commit=local')
  const admin = await createTestDatabase(url.href)
  const set = async (change: string) => {
    await admin.query(`alter system ${change}`)
    await admin.query('select pg_reload_conf()')
  }
  const waiting = (name: string) =>
    admin.query(
      "select pid from pg_stat_activity where wait_event = 'SyncRep' and application_name = $1",
      [name],
    )
  await set("set synchronous_standby_names = 'nobody'")
  // The server takes the setting over some time after the answer: when a commit waits, it has.
  const probe = createProbe(adminUrl)
  await eventually(async () => {
    probe.commit()
    return (await waiting(probe.name)).length === 1
  })
  const findBack = () => set('reset synchronous_standby_names')
  return {
    waiting: () => waiting('tailspan'),
    findBack,
    async [Symbol.asyncDispose]() {
      await findBack()
      await probe.end()
      await admin.close()
    },
  }
}

/** A session that commits something each time it is asked, unless it still waits for the last one. */
function createProbe(adminUrl: string) {
  const name = 'probe'
  const client = new pg.Client({ connectionString: adminUrl, application_name: name })
  const connected = client.connect()
  let committing: Promise<unknown> | undefined
  return {
    name,
    commit() {
      committing ??= connected
        .then(() => client.query("select pg_logical_emit_message(true, 'probe', '')"))
        .finally(() => {
          committing = undefined
        })
    },
    async end() {
      await committing
      await client.end()
    },
  }
}

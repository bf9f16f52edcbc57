import { rootScope } from '@tailspan/scope'
import { createTestDatabase, eventually, startOwnPostgres } from '@tailspan/testkit'
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

/** From now on each commit of this server waits for a standby that there is not. */
async function loseStandby(adminUrl: string) {
  const url = new URL(adminUrl)
  url.searchParams.set('options', '-c synchronous_commit=local')
  const admin = await createTestDatabase(url.href)
  const set = async (change: string) => {
    await admin.query(`alter system ${change}`)
    await admin.query('select pg_reload_conf()')
  }
  await set("set synchronous_standby_names = 'nobody'")
  const findBack = () => set('reset synchronous_standby_names')
  return {
    waiting: () => admin.query("select pid from pg_stat_activity where wait_event = 'SyncRep'"),
    findBack,
    async [Symbol.asyncDispose]() {
      await findBack()
      await admin.close()
    },
  }
}

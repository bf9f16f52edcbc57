import { randomUUID } from 'node:crypto'
import { rootScope } from '@tailspan/scope'
import { eventually, infrastructure, type TestDatabase } from '@tailspan/testkit'
import { expect, test, vi } from 'vitest'
import { migrateUnderLoad } from './first-version/migrate-under-load.ts'
import { filesOf, openFirstVersion, type Service } from './first-version/open-first-version.ts'
import { changeAsFirst, startFirstRelay } from './first-version/run-first-version.ts'
import { startLoad } from './first-version/start-load.ts'
import { changeRow, noteMail, takeMessage } from './first-version/statements.ts'
import { createInstance, type Instance, openInstance, openTopic, runActor } from './open-outbox.ts'
import { changed, firstVersions, idsOf, read } from './orders.ts'
import { shardsOfRelays } from './relays.ts'

vi.setConfig({ testTimeout: 120_000 })

// With no room in the task registry every row is a relay's.
const relayOnly = { maxTasks: 0 }

test('tables of the first version are migrated while both versions take orders and relay them: nothing is lost', async () => {
  await using tables = await openFirstVersion('order')
  const topic = await openTopic()
  await fillOrders(tables)
  // Its producer and its connections; its relay is that of the first version.
  await using first = await openProducer(tables)
  const [dead, leased, parked, ...shared] = Array.from({ length: 13 }, () => randomUUID())
  const ids = [await changeAsFirst(first, { topic, orderId: dead as string })]
  // Its sender dies with a lease that outlives the migration.
  ids.push(await changeAsFirst(first, { topic, orderId: leased as string }))
  await tables.query(
    `update outbox set lease_until = clock_timestamp() + interval '15 seconds' where id = $1`,
    ids.slice(-1),
  )
  const refused = await changeAsFirst(first, { topic, orderId: parked as string })
  await tables.query('update outbox set parked_at = now() where id = $1', [refused])
  const behind = await changeAsFirst(first, { topic, orderId: parked as string })
  const load = startLoad(shared.map((orderId) => () => changeAsFirst(first, { topic, orderId })))
  const relay = startFirstRelay(first)

  const { longestMs, ran, expected } = await migrateUnderLoad('order', tables)
  const second = await openInstance(tables, relayOnly)
  const newLoad = startLoad(shared.map((orderId) => () => change(second, { topic, orderId })))
  await eventually(async () => (await shardsOfRelays(tables)).length === 2)
  await eventually(async () => (await read(topic)).length > 500)
  ids.push(...(await load.stop()), ...(await newLoad.stop()))
  await relay[Symbol.asyncDispose]()
  await eventually(async () => (await waitingIds(tables)).length === 2, { timeoutMs: 40_000 })
  await second[Symbol.asyncDispose]()

  const records = await read(topic)
  const published = new Set(idsOf(records))
  expect(ids.filter((id) => !published.has(id))).toEqual([])
  for (const versions of firstVersions(records).values())
    expect(versions).toEqual(versions.map((_, i) => i + 1))
  expect(await waitingIds(tables)).toEqual([refused, behind])
  expect(await countOf(tables, `inbox where consumer = 'old'`)).toBe(5_000)
  expect(await countOf(tables, `idempotency_keys where key like 'live%'`)).toBe(2_000)
  expect(longestMs).toBeLessThan(1_000)
  expect(ran).toEqual(expected)
})

const services: readonly [Service, string, typeof noteMail][] = [
  ['order', 'orders', async (tx, id) => void (await changeRow(tx, id))],
  ['inventory', 'inbox', takeMessage],
  ['notification', 'mails', noteMail],
]

test.each(services)(
  'migrations of %s lock no table for a second, and the first version can start again',
  async (service, table, write) => {
    await using tables = await openFirstVersion(service)
    await using writer = await openProducer(tables)
    const act = async () => {
      await write(writer.database.kysely, randomUUID())
    }
    const before = startLoad([act, act, act, act])
    await eventually(async () => (await countOf(tables, table)) > 2_000)
    const early = (await before.stop()).length
    const load = startLoad([act, act, act, act])

    const { longestMs, ran, expected } = await migrateUnderLoad(service, tables)

    const late = (await load.stop()).length
    expect(late).toBeGreaterThan(0)
    expect(await countOf(tables, table)).toBe(early + late)
    expect(longestMs).toBeLessThan(1_000)
    expect(ran).toEqual(expected)
    // kysely's migrator, which the first version has, refuses to start when a file was run that it does not know.
    const known = await tables.query('select name from kysely_migration order by name')
    expect(known).toEqual(filesOf(service).map((name) => ({ name })))
    expect(await withoutIndex(tables)).toEqual([])
  },
)

function change({ outbox }: Instance, { topic, orderId }: { topic: string; orderId: string }) {
  return outbox.transaction(rootScope, async (tx, say) => {
    const event = changed({ orderId, version: await changeRow(tx, orderId) })
    say(topic, event)
    return event.id
  })
}

/** What the first version has to write and send with, without a relay of today beside it. */
async function openProducer({ url }: TestDatabase) {
  await using undo = new AsyncDisposableStack()
  const instance = await createInstance({ url, brokers: infrastructure().brokers }, relayOnly)
  for (const actor of [instance.database.actor, instance.producer.actor])
    undo.use(await runActor(actor))
  const opened = undo.move()
  return { ...instance, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

async function fillOrders({ query }: TestDatabase): Promise<void> {
  await query(`insert into inbox select 'old', n from generate_series(1, 5000) n`)
  await query(`insert into idempotency_keys
    select 'live' || n, 'hash', '{}', now() + interval '1 hour' from generate_series(1, 2000) n`)
  await query(`insert into idempotency_keys
    select 'expired' || n, 'hash', '{}', now() - interval '1 hour' from generate_series(1, 2000) n`)
}

async function waitingIds({ query }: TestDatabase): Promise<string[]> {
  const rows = await query<{ id: string }>('select id from outbox order by seq')
  return rows.map(({ id }) => id)
}

async function countOf({ query }: TestDatabase, what: string): Promise<number> {
  const [row] = await query<{ n: number }>(`select count(*)::int as n from ${what}`)
  return row?.n ?? -1
}

/** The tables of which rows are due some day, where no index leads to these. */
function withoutIndex({ query }: TestDatabase): Promise<object[]> {
  return query(`
    select attrelid::regclass::text as table, attname as column from pg_attribute
    where (attrelid::regclass::text, attname) in
        (('inbox', 'taken_at'), ('idempotency_keys', 'expires_at'), ('mails', 'sent_at'))
      and not exists (
        select from pg_index where indrelid = attrelid and indkey[0] = attnum and indisvalid)`)
}

import { sql } from '@tailspan/postgres'
import { rootScope } from '@tailspan/scope'
import { eventually, infrastructure, startKafkaLink, startTcpProxy } from '@tailspan/testkit'
import { expect, test, vi } from 'vitest'
import { openInstance, openTables, openTopic } from './open-outbox.ts'
import { changed, changeOrder, firstVersions, read, untilEmpty, waiting } from './orders.ts'
import { endSessions, shardsOfRelays } from './relays.ts'

vi.setConfig({ testTimeout: 90_000 })

// With no room in the task registry every row is the relay's.
const relayOnly = { maxTasks: 0 }

test('K4 the shards of a host that vanishes are with the survivor soon, and shared again when it is back', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using wire = await startTcpProxy({ target: { port: Number(new URL(tables.url).port) } })
  await using _vanishing = await openInstance({ url: through(tables.url, wire.port) }, relayOnly)
  await using survivor = await openInstance(tables, relayOnly)
  await eventually(async () => equals(await shardsOfRelays(tables), [8, 8]))

  const limitMs = await idleLimitMs(survivor)
  const vanishedAt = performance.now()
  wire.vanish()
  for (let i = 0; i < 32; i++) await changeOrder(survivor, { topic, orderId: `order-${i}` })
  await eventually(async () => equals(await shardsOfRelays(tables), [16]))
  const tookMs = performance.now() - vanishedAt
  await untilEmpty(tables)
  const alone = await shardsOfRelays(tables)
  wire.reappear()
  await eventually(async () => equals(await shardsOfRelays(tables), [8, 8]), { timeoutMs: 60_000 })

  expect(alone).toEqual([16])
  expect(tookMs / limitMs).toBeLessThan(2)
  expect(firstVersions(await read(topic)).size).toBe(32)
})

test('K4 a relay whose session the server ends sends nothing more for its shards until it has them again', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  await using relay = await openInstance(tables, { ...relayOnly, brokers: link.address })
  link.hold()
  await relay.outbox.transaction(rootScope, async (_, say) => {
    for (let version = 1; version <= 10; version++) say(topic, changed({ orderId: 'o', version }))
  })
  await eventually(() => link.isHolding('order.changed'))
  await eventually(async () => (await inHand(tables)) === 10)

  await endSessions(tables)
  await eventually(async () => (await inHand(tables)) === 1)
  await eventually(async () => equals(await shardsOfRelays(tables), [16]))
  const left = await waiting(tables)
  link.release()
  await untilEmpty(tables)

  expect(left).toBe(10)
  const versions = firstVersions(await read(topic)).get('o')
  expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

type Tables = Awaited<ReturnType<typeof openTables>>

/** How long a session of a relay may ask nothing before the server ends it. */
function idleLimitMs({ database }: Awaited<ReturnType<typeof openInstance>>): Promise<number> {
  return database.withSession(async (session) => {
    const { rows } = await sql<{ ms: number }>`select
      extract(epoch from current_setting('idle_session_timeout')::interval)::float8 * 1000 as ms`.execute(
      session,
    )
    return rows[0]?.ms ?? 0
  })
}

async function inHand({ query }: Tables): Promise<number | undefined> {
  const rows = await query<{ n: number }>(
    'select count(lease_until)::int as n from outbox where lease_until > clock_timestamp()',
  )
  return rows[0]?.n
}

function through(databaseUrl: string, port: number): string {
  return Object.assign(new URL(databaseUrl), { port: String(port) }).href
}

function equals(one: readonly number[], other: readonly number[]): boolean {
  return one.join() === other.join()
}

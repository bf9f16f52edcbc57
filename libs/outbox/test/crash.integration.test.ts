import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { transaction } from '@tailspan/postgres'
import { rootScope } from '@tailspan/scope'
import { eventually, infrastructure, startKafkaLink, type TestDatabase } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { takeOnce } from '../src/index.ts'
import { openInstance, openTables, openTopic } from './open-outbox.ts'
import { idsOf, read, untilEmpty } from './orders.ts'
import { shardsHeld, shardsOfRelays } from './relays.ts'

// Longer than a process may stand still on a busy machine: else another one takes over what it has in hand.
const leaseMs = 5_000

test('O2 kill -9 between ack and delete: a copy with the same id, and one effect', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using service = await startService(tables, { brokers: infrastructure().brokers, topic })
  await tables.query(refuseDeletes)

  service.changeOrder('o')
  await eventually(async () => (await read(topic)).length === 1)
  await service.kill()
  await tables.query('drop trigger refuse on outbox')
  await using instance = await openInstance(tables)
  await untilEmpty(tables)

  const ids = idsOf(await read(topic))
  const { database } = instance
  const effects = ids.map((messageId = '') =>
    transaction(database, rootScope, (tx) => takeOnce(tx, { consumer: 'mail', messageId })),
  )
  expect(ids).toEqual([ids[0], ids[0]])
  expect((await Promise.all(effects)).filter(Boolean)).toHaveLength(1)
})

test('O7 a send held longer than its lease is not sent by others while its process lives', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  await using service = await startService(tables, { brokers: link.address, topic })
  await eventually(async () => expect(await shardsOfRelays(tables)).toEqual([16]))
  const ofService = await shardsHeld(tables)
  await using other = await openInstance(tables)
  await eventually(async () => expect(await shardsOfRelays(tables)).toEqual([8, 8]))
  link.hold('to-client')

  service.changeOrder(await orderOfOther(tables, ofService[0]?.pid))
  await eventually(async () => (await read(topic)).length === 1)
  await untilHeldLonger(tables)
  const whileAlive = idsOf(await read(topic))
  await service.kill()
  await untilEmpty(tables)

  const ids = idsOf(await read(topic))
  expect(whileAlive).toHaveLength(1)
  expect(ids).toEqual([whileAlive[0], whileAlive[0]])
  expect(other.producer.pending()).toBe(0)
})

const refuseDeletes = `
  create function refuse() returns trigger language plpgsql as $$
    begin raise exception 'not now'; end $$;
  create trigger refuse before delete on outbox execute function refuse()`

/** An order in a shard of a relay that is not this one: who else would take it over. */
async function orderOfOther(tables: TestDatabase, pid = 0): Promise<string> {
  const shards = (await shardsHeld(tables)).filter((one) => one.pid !== pid)
  const [row] = await tables.query<{ id: string }>(
    `select 'order-' || n as id from generate_series(1, 100) n
      where (hashtext('order-' || n) & 2147483647) % 16 = any($1::int[])`,
    [shards.map(({ shard }) => shard)],
  )
  return row?.id ?? ''
}

/** Waits until the only row has been in hand for longer than a lease without a renewal lasts. */
async function untilHeldLonger(tables: TestDatabase): Promise<void> {
  const [first] = await tables.query<{ at: string }>('select lease_until::text as at from outbox')
  await eventually(async () => {
    const rows = await tables.query(
      `select from outbox where clock_timestamp() > $1::timestamptz + interval '2 s'
        and lease_until > clock_timestamp()`,
      [first?.at],
    )
    return rows.length === 1
  })
}

async function startService(tables: TestDatabase, args: { brokers: string; topic: string }) {
  const program = fileURLToPath(new URL('programs/change-order.ts', import.meta.url))
  const { brokers, topic } = args
  const flags = ['--conditions=@tailspan/source', program, tables.url, brokers, topic, `${leaseMs}`]
  const child: ChildProcess = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data')
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return {
    kill,
    changeOrder: (orderId: string) => void child.stdin?.write(`${orderId}\n`),
    [Symbol.asyncDispose]: kill,
  }
}

import { eventually, infrastructure, startKafkaLink, type TestDatabase } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { releaseParked } from '../src/index.ts'
import { openInstance, openTables, openTopic } from './open-outbox.ts'
import { changeOrder, firstVersions, read, untilEmpty, waiting } from './orders.ts'
import { roundsOf } from './spans.ts'

const relayOnly = { maxTasks: 0 }
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

/** Rows of one aggregate that nobody has sent, as an outage leaves them. */
async function leave(
  tables: TestDatabase,
  { topic, orderId, count }: { topic: string; orderId: string; count: number },
): Promise<void> {
  await tables.query(
    `insert into outbox (id, aggregatetype, aggregateid, type, payload, headers)
     select id, $1::text, $2::text, 'order.changed', json_build_object('orderId', $2::text, 'version', version),
       json_build_object('ce_id', id, 'ce_type', 'order.changed')
     from (select gen_random_uuid() as id, version from generate_series(1, $3::int) version) one`,
    [topic, orderId, count],
  )
}

/** Every lease has run out, and the oldest row is claimed anew. */
async function loseLeases(tables: TestDatabase): Promise<void> {
  await tables.query('update outbox set lease_until = null')
  await eventually(async () => {
    const [oldest] = await tables.query('select from outbox where lease_until > now() limit 1')
    return oldest !== undefined
  })
}

async function versionsOf(topic: string): Promise<number[]> {
  return (await read(topic)).map(({ value }) => JSON.parse(value ?? '').version)
}

test('O4 an aggregate with many rows is sent in few rounds, in its order', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await leave(tables, { topic, orderId: 'deep', count: 300 })
  await leave(tables, { topic, orderId: 'flat', count: 1 })

  await using _relay = await openInstance(tables, { ...relayOnly, leaseMs: 600_000 })
  await untilEmpty(tables)

  const records = await read(topic)
  expect(records).toHaveLength(301)
  expect(firstVersions(records).get('deep')).toEqual(upTo(300))
  expect(roundsOf(topic).length).toBeLessThanOrEqual(10)
})

test.each([
  ['leased by somebody', 'lease_until', "now() + interval '1 hour'"],
  ['parked', 'parked_at', 'now()'],
])('O6 what comes behind a row that is %s waits for it', async (_, column, value) => {
  await using tables = await openTables()
  const topic = await openTopic()
  await leave(tables, { topic, orderId: 'deep', count: 5 })
  await tables.query(
    `update outbox set ${column} = ${value} where (payload ->> 'version')::int = 3`,
  )

  await using _relay = await openInstance(tables, relayOnly)
  await eventually(async () => (await waiting(tables)) <= 3)
  await leave(tables, { topic, orderId: 'later', count: 3 })
  await eventually(async () => firstVersions(await read(topic)).get('later')?.length === 3)
  const before = firstVersions(await read(topic)).get('deep')
  await tables.query(`update outbox set ${column} = null`)
  await untilEmpty(tables)

  expect(before).toEqual([1, 2])
  expect(firstVersions(await read(topic)).get('deep')).toEqual(upTo(5))
})

test('O6 a poison row in the middle of many: those before it are published, those behind it wait', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await leave(tables, { topic, orderId: 'bad', count: 50 })
  await tables.query(`update outbox set aggregatetype = 'no such topic'
    where (payload ->> 'version')::int = 20`)

  await using instance = await openInstance(tables, { ...relayOnly, maxAttempts: 2, backoffMs: 10 })
  await leave(tables, { topic, orderId: 'good', count: 50 })
  const [parked] = await eventually(
    async () => {
      const rows = await tables.query<{ id: string }>(
        'select id from outbox where parked_at < now()',
      )
      return rows.length > 0 && (await waiting(tables)) === 31 && rows
    },
    { timeoutMs: 60_000 },
  )
  const before = firstVersions(await read(topic))
  await tables.query('update outbox set aggregatetype = $1 where id = $2', [topic, parked?.id])
  await releaseParked(instance.database.kysely, parked?.id ?? '')
  await untilEmpty(tables)

  expect(before.get('bad')).toEqual(upTo(19))
  expect(before.get('good')).toEqual(upTo(50))
  expect(firstVersions(await read(topic)).get('bad')).toEqual(upTo(50))
})

test('O8 a stop in the middle of many gives back all that was not sent, and the order stays', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  const first = await openInstance(tables, {
    ...relayOnly,
    brokers: link.address,
    leaseMs: 5_000,
  })
  link.hold()
  await leave(tables, { topic, orderId: 'deep', count: 50 })
  await eventually(() => link.isHolding('order.changed'))

  await first[Symbol.asyncDispose]()
  await eventually(async () => {
    const [left] = await tables.query<{ n: number }>(
      'select count(*)::int as n from outbox where lease_until is null',
    )
    return (left?.n ?? 0) >= 49
  })
  await link.close()
  await using _second = await openInstance(tables, relayOnly)
  await untilEmpty(tables)

  expect(firstVersions(await read(topic)).get('deep')).toEqual(upTo(50))
})

test('O9 a row whose lease has run out while its own process still sends it is not sent twice, nor passed', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  await using instance = await openInstance(tables, { brokers: link.address, leaseMs: 600_000 })
  const change = () => changeOrder(instance, { topic, orderId: 'o' })
  link.hold()
  await change()
  await eventually(() => link.isHolding('order.changed'))
  await change()
  await change()

  await loseLeases(tables)
  link.release()
  await untilEmpty(tables)

  expect(await versionsOf(topic)).toEqual([1, 2, 3])
})

test('O9 rows of a run whose leases have run out while their own process sends it are not sent twice', async () => {
  await using tables = await openTables()
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  await using _relay = await openInstance(tables, {
    ...relayOnly,
    brokers: link.address,
    leaseMs: 600_000,
  })
  link.hold()
  await leave(tables, { topic, orderId: 'o', count: 20 })
  await eventually(() => link.isHolding('order.changed'))

  await loseLeases(tables)
  link.release()
  await untilEmpty(tables)

  expect(await versionsOf(topic)).toEqual(upTo(20))
})

import { createKafka, createTopics } from '@tailspan/kafka'
import {
  eventually,
  readLeaders,
  readTopic,
  startKafkaCluster,
  type TestDatabase,
  type TopicRecord,
  uniqueId,
} from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { openInstance, openTables, silent } from './open-outbox.ts'
import { firstVersions, idsOf, untilEmpty, waiting } from './orders.ts'

const patient = { timeoutMs: 60_000 }
const keys = Array.from({ length: 900 }, (_, i) => `order-${i}`)

test('K2 the backlog of a topic is published while one of its partitions is offline, and that one follows in order', async () => {
  await using tables = await openTables()
  await using cluster = await startKafkaCluster()
  const topic = await openTopic(cluster.brokers)
  // A topic has 90 of these rows, of which the offline partition would have all soon.
  const settings = { brokers: cluster.brokers, maxTasks: 0, maxInHand: 180 }
  await using _relay = await openInstance(tables, settings)
  await leave(tables, { topic, version: 1 })
  await untilEmpty(tables)
  const partitions = partitionsOf(await readTopic(cluster.brokers, topic))
  const stuck = keys.filter((key) => partitions.get(key) === 0)

  const frozen = (await readLeaders({ brokers: cluster.brokers, topic })).get(0) ?? -1
  cluster.freeze(frozen)
  let left: readonly string[] = []
  try {
    await leave(tables, { topic, version: 2 })
    await leave(tables, { topic, version: 3 })
    await eventually(async () => (await waiting(tables)) === 2 * stuck.length, patient)
    left = await untroubled(tables)
  } finally {
    cluster.thaw(frozen)
  }
  await untilEmpty(tables)

  expect(left.toSorted()).toEqual(stuck.toSorted())
  const records = await readTopic(cluster.brokers, topic)
  expect(new Set(idsOf(records)).size).toBe(3 * keys.length)
  const versions = firstVersions(records)
  for (const key of keys) expect(versions.get(key)).toEqual([1, 2, 3])
})

/** A partition on each of three brokers, and no copies. */
async function openTopic(brokers: string): Promise<string> {
  const topic = uniqueId('orders')
  const kafka = await createKafka({ brokers: brokers.split(','), clientId: 'test', log: silent })
  const settings = { 'min.insync.replicas': '1' }
  await createTopics(kafka, [{ topic, partitions: 3, replicationFactor: 1, settings }])
  await eventually(async () => {
    const leaders = [...(await readLeaders({ brokers, topic })).values()]
    return new Set(leaders).size === 3 && leaders.every((node) => node > 0)
  }, patient)
  return topic
}

/** A row of each order that nobody has sent. */
async function leave(tables: TestDatabase, what: { topic: string; version: number }) {
  await tables.query(
    `insert into outbox (id, aggregatetype, aggregateid, type, payload, headers)
    select id, $1::text, key, 'order.changed', json_build_object('version', $2::int),
      json_build_object('ce_id', id, 'ce_type', 'order.changed')
    from (select gen_random_uuid() as id, key from unnest($3::text[]) key) one`,
    [what.topic, what.version, keys],
  )
}

/** Whose rows wait, and cost no attempt. */
async function untroubled(tables: TestDatabase): Promise<readonly string[]> {
  const rows = await tables.query<{ key: string }>(
    'select distinct aggregateid as key from outbox where attempts = 0 and parked_at is null',
  )
  return rows.map(({ key }) => key)
}

function partitionsOf(records: readonly TopicRecord[]): Map<string, number> {
  return new Map(records.map(({ key, partition }) => [String(key), partition]))
}

import { rootScope } from '@tailspan/scope'
import { eventually, readLeaders, readTopic, startKafkaCluster, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createProducer, createTopics } from '../src/index.ts'
import { openKafka, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

// kafkajs alone is blocked for half a minute; what a person calls "seconds" is less.
const seconds = { timeoutMs: 25_000 }

test('a frozen leader is left for the new one within seconds, and nothing is lost or written twice', async () => {
  await using cluster = await startKafkaCluster()
  const kafka = openKafka({ brokers: cluster.brokers.split(','), requestTimeoutMs: 1_000 })
  const topic = uniqueId('orders')
  await createTopics(kafka, [{ topic, partitions: 1, replicationFactor: 3 }])
  const producer = createProducer(kafka, { topics: [topic] })
  await using _running = await runActor(producer.actor)
  const sent: string[] = []
  const say = async () => {
    const event = createOrderPlaced()
    await producer.send(producer.create(topic, event, rootScope), { scope: rootScope })
    sent.push(event.id)
  }
  await say()

  const leader = await leaderOf(cluster.brokers, topic)
  cluster.freeze(leader)
  try {
    const sending = Promise.all(Array.from({ length: 20 }, say))
    await eventually(() => sent.length === 21, seconds)
    await sending
  } finally {
    cluster.thaw(leader)
  }

  // Until it has heard of the new one, the old leader answers for itself.
  const records = await eventually(async () => {
    const found = await readTopic(cluster.brokers, topic)
    return found.length >= sent.length && found
  }, seconds)
  expect(records.map(({ headers }) => headers.ce_id).sort()).toEqual([...sent].sort())
  await eventually(async () => (await leaderOf(cluster.brokers, topic)) !== leader, seconds)
}, 90_000)

test('K2 a leader freezes among three: every record is acknowledged, and each is written once', async () => {
  await using cluster = await startKafkaCluster()
  const kafka = openKafka({ brokers: cluster.brokers.split(','), requestTimeoutMs: 1_000 })
  const topic = uniqueId('orders')
  await createTopics(kafka, [{ topic, partitions: 3, replicationFactor: 3 }])
  const producer = createProducer(kafka, { topics: [topic] })
  await using _running = await runActor(producer.actor)
  const acknowledged: string[] = []
  const say = async () => {
    const event = createOrderPlaced()
    await producer.send(producer.create(topic, event, rootScope), { scope: rootScope })
    acknowledged.push(event.id)
  }
  await say()
  await eventually(async () => {
    const found = await readLeaders({ brokers: cluster.brokers, topic })
    return new Set(found.values()).size === 3
  }, seconds)

  const frozen = await leaderOf(cluster.brokers, topic)
  cluster.freeze(frozen)
  try {
    await Promise.all(Array.from({ length: 40 }, say))
  } finally {
    cluster.thaw(frozen)
  }

  const records = await eventually(async () => {
    const found = await readTopic(cluster.brokers, topic)
    return found.length >= 41 && found
  }, seconds)
  const written = records.map(({ headers }) => String(headers.ce_id))
  expect(written.toSorted()).toEqual(acknowledged.toSorted())
  // Which partition is acknowledged first is Kafka's to decide: the frozen broker is also a replica of the others.
}, 90_000)

async function leaderOf(brokers: string, topic: string): Promise<number> {
  return (await readLeaders({ brokers, topic })).get(0) ?? -1
}

import { randomUUID } from 'node:crypto'
import { type Admin, Kafka, logLevel } from 'kafkajs'

/** A topic of one partition. */
export type Topic = {
  readonly name: string
  /** How many records it ever got; they are deleted, or some rounds would fill a small disk. */
  empty(): Promise<number>
}

/** Makes topics; `await using` disconnects. */
export type Topics = AsyncDisposable & { make(): Promise<Topic> }

/** Opens what makes topics. */
export async function openTopics(brokers: string): Promise<Topics> {
  const kafka = { brokers: brokers.split(','), clientId: 'bench', logLevel: logLevel.ERROR }
  const admin = new Kafka(kafka).admin()
  await admin.connect()
  return {
    async make() {
      const name = `orders-${randomUUID()}`
      await admin.createTopics({ topics: [{ topic: name, numPartitions: 1 }] })
      return { name, empty: () => empty(admin, name) }
    },
    [Symbol.asyncDispose]: () => admin.disconnect(),
  }
}

async function empty(admin: Admin, topic: string): Promise<number> {
  const [end] = await admin.fetchTopicOffsets(topic)
  if (!end) throw new Error(`nobody knows where ${topic} ends`)
  const partitions = [{ partition: end.partition, offset: end.high }]
  await admin.deleteTopicRecords({ topic, partitions })
  return Number(end.high)
}

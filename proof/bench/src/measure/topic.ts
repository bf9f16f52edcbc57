import { randomUUID } from 'node:crypto'
import { Kafka, logLevel } from 'kafkajs'

/** A topic of its own on the servers of the bench. */
export type Topic = AsyncDisposable & {
  readonly name: string
  /** How many records it has. */
  recordCount(): Promise<number>
}

/** Makes a topic of three partitions. */
export async function openTopic(brokers: string): Promise<Topic> {
  const settings = { brokers: brokers.split(','), clientId: 'bench', logLevel: logLevel.ERROR }
  const admin = new Kafka(settings).admin()
  await admin.connect()
  const name = `orders-${randomUUID()}`
  await admin.createTopics({ topics: [{ topic: name, numPartitions: 3, replicationFactor: 1 }] })
  return {
    name,
    async recordCount() {
      const partitions = await admin.fetchTopicOffsets(name)
      return partitions.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0)
    },
    [Symbol.asyncDispose]: () => admin.disconnect(),
  }
}

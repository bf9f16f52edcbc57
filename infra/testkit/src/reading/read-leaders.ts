import { Kafka, logLevel } from 'kafkajs'

/**
 * Which broker leads each partition of a topic now.
 *
 * shape:  node id by partition
 * errors: the topic does not exist, no broker answers
 */
export async function readLeaders({
  brokers,
  topic,
}: {
  readonly brokers: string
  readonly topic: string
}): Promise<ReadonlyMap<number, number>> {
  const retry = { retries: 3, initialRetryTime: 50 }
  const client = { clientId: 'testkit', brokers: brokers.split(','), retry }
  const admin = new Kafka({ ...client, logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    const partitions = topics.flatMap((one) => one.partitions)
    return new Map(partitions.map(({ partitionId, leader }) => [partitionId, leader]))
  } finally {
    await admin.disconnect()
  }
}

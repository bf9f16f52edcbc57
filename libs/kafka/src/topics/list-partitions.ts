import type { AdminConnections } from '../client/port/admin-connections.ts'
import type { TopicPartition } from '../client/port/connections.ts'
import { describeTopics } from './describe-topics.ts'

/** All partitions of some topics; none of a topic that is not there. */
export async function listPartitions(
  brokers: AdminConnections,
  topics: readonly string[],
): Promise<readonly TopicPartition[]> {
  const states = await describeTopics(brokers, topics)
  return topics.flatMap((topic) => {
    const count = states.get(topic)?.partitionCount ?? 0
    return Array.from({ length: count }, (_, partition) => ({ topic, partition }))
  })
}

import type { AdminConnections, TopicDescription } from '../client/port/admin-connections.ts'
import { kafkaError } from '../faults/kafka-errors.ts'

/** What a broker says of a topic: its error if it has one, its partitions, what the principal may do with it. */
export type TopicState = {
  readonly topic: string
  readonly error: string | undefined
  readonly partitionCount: number
  readonly hasLeaders: boolean
  /** By their names in ACLs; nothing from brokers before 2.3. */
  readonly operations: ReadonlySet<string> | undefined
}

/** Asks what there is of some topics, also of those that are not there or not ours to see. */
export async function describeTopics(
  brokers: AdminConnections,
  topics: readonly string[],
): Promise<ReadonlyMap<string, TopicState>> {
  if (topics.length === 0) return new Map()
  const descriptions = await brokers.describeTopics(topics)
  return new Map(descriptions.map((one) => [one.topic, toState(one)]))
}

function toState(description: TopicDescription): TopicState {
  const { topic, errorCode, partitions, authorizedOperations } = description
  return {
    topic,
    error: errorCode === 0 ? undefined : kafkaError(errorCode).name,
    partitionCount: partitions.length,
    hasLeaders: partitions.every(({ leader }) => leader >= 0),
    operations: toOperations(authorizedOperations),
  }
}

// As Kafka's AclOperation numbers them.
const operations = [
  'READ',
  'WRITE',
  'CREATE',
  'DELETE',
  'ALTER',
  'DESCRIBE',
  'CLUSTER_ACTION',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
  'IDEMPOTENT_WRITE',
]
const firstBit = 3
const notAsked = -(2 ** 31)

function toOperations(bits = notAsked): ReadonlySet<string> | undefined {
  if (bits === notAsked) return undefined
  return new Set(operations.filter((_, i) => (bits >> (firstBit + i)) & 1))
}

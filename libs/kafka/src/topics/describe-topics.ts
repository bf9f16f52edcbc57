import type { Cluster, TopicMetadata } from '../client/kafkajs/cluster.ts'
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
  cluster: Cluster,
  topics: readonly string[],
): Promise<ReadonlyMap<string, TopicState>> {
  if (topics.length === 0) return new Map()
  const broker = await cluster.brokerPool.findConnectedBroker()
  const { topicMetadata } = await keepAnswer(broker.metadata(topics, true))
  return new Map(topicMetadata.map((one) => [one.topic, toState(one)]))
}

/** kafkajs throws the first error of an answer; the patch lets it carry the rest. */
export async function keepAnswer<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const { response } = error as { response?: T }
    if (response) return response
    throw error
  }
}

function toState(metadata: TopicMetadata): TopicState {
  const { topic, topicErrorCode, partitionMetadata, authorizedOperations } = metadata
  return {
    topic,
    error: topicErrorCode === 0 ? undefined : kafkaError(topicErrorCode).name,
    partitionCount: partitionMetadata.length,
    hasLeaders: partitionMetadata.every(({ leader }) => leader >= 0),
    operations: toOperations(authorizedOperations),
  }
}

// As Kafka's AclOperation numbers them.
const operations = [
  ...['READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE'],
  ...['CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE'],
]
const firstBit = 3
const notAsked = -(2 ** 31)

function toOperations(bits = notAsked): ReadonlySet<string> | undefined {
  if (bits === notAsked) return undefined
  return new Set(operations.filter((_, i) => (bits >> (firstBit + i)) & 1))
}

import kafkajs, { type Message, type PartitionMetadata } from 'kafkajs'
import type { Cluster, TopicMetadata } from '../../client/kafkajs/cluster.ts'
import type { OutgoingMessage } from '../../message/outgoing-message.ts'
import type { Spot } from '../queue/parcel.ts'

type Known = {
  readonly metadata: TopicMetadata
  readonly leaders: ReadonlyMap<number, number>
}

/** Where topics are, as of the latest metadata of a cluster. */
export class TopicMap {
  readonly #cluster: Cluster
  readonly #choose = kafkajs.Partitioners.DefaultPartitioner()
  #source: unknown
  #topics: ReadonlyMap<string, Known> = new Map()

  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  /** Kafka's error code for a topic, 0 for none; nothing when the metadata say nothing of it. */
  errorCodeOf(topic: string): number | undefined {
    return this.#look(topic)?.metadata.topicErrorCode
  }

  partitionOf({ topic, key }: OutgoingMessage): number | undefined {
    const partitions = this.#look(topic)?.metadata.partitionMetadata
    if (!partitions || partitions.length === 0) return undefined
    const partitionMetadata = partitions as unknown as PartitionMetadata[]
    return this.#choose({ topic, partitionMetadata, message: { key } as Message })
  }

  leaderOf({ topic, partition }: Spot): number | undefined {
    const leader = this.#look(topic)?.leaders.get(partition) ?? -1
    return leader < 0 ? undefined : leader
  }

  #look(topic: string): Known | undefined {
    const { metadata } = this.#cluster.brokerPool
    if (metadata !== this.#source) {
      this.#source = metadata
      this.#topics = new Map(metadata?.topicMetadata.map((one) => [one.topic, toKnown(one)]))
    }
    return this.#topics.get(topic)
  }
}

function toKnown(metadata: TopicMetadata): Known {
  const leaders = metadata.partitionMetadata.map(
    ({ partitionId, leader }) => [partitionId, leader] as const,
  )
  return { metadata, leaders: new Map(leaders) }
}

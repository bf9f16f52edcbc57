import type { PartitionOffsets } from '../port/admin-connections.ts'
import type { TopicPartition } from '../port/connections.ts'
import type { TopicOffsets } from './cluster.ts'

/** Partitions by topic, as kafkajs lists them. */
export function toTopics<How extends object>(
  partitions: readonly TopicPartition[],
  how = {} as How,
) {
  return [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, ofTopic]) => ({
    topic,
    partitions: ofTopic.map(({ partition }) => ({ partition })),
    ...how,
  }))
}

/** The names, each once. */
export function topicsOf(partitions: readonly TopicPartition[]): string[] {
  return [...new Set(partitions.map(({ topic }) => topic))]
}

/** One entry for each partition. */
export function fromOffsets(topics: readonly TopicOffsets[]): PartitionOffsets {
  return topics.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => ({ topic, partition, offset })),
  )
}

import type { TopicPartition } from './connections.ts'
import type { Assignment } from './group-client.ts'

/** A partition in one word. */
export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`
}

/** All that a member of a group was given. */
export function partitionsOf(assignment: Assignment): TopicPartition[] {
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  )
}

import type { PartitionOffsets } from '../port/admin-connections.ts'
import type { TopicPartition } from '../port/connections.ts'
import { askMetadata } from './ask-metadata.ts'
import type { Wire } from './wire.ts'

type Answer = {
  readonly topics: readonly {
    readonly name: string
    readonly partitions: readonly { readonly partitionIndex: number; readonly offset: bigint }[]
  }[]
}

// As the protocol has them, in the place of a timestamp.
const timestamps = { first: -2n, end: -1n }

/** Asks each leader where its partitions begin, or end; one that has no leader is left out. */
export async function askOffsets(
  wire: Wire,
  partitions: readonly TopicPartition[],
  which: 'first' | 'end',
): Promise<PartitionOffsets> {
  const locations = await askMetadata(wire, [...new Set(partitions.map(({ topic }) => topic))])
  const leaderOf = ({ topic, partition }: TopicPartition) =>
    locations
      .find((one) => one.topic === topic)
      ?.partitions.find(({ partitionId }) => partitionId === partition)?.leader ?? -1
  const led = partitions.filter((one) => leaderOf(one) >= 0)
  const asked = [...Map.groupBy(led, leaderOf)].map(([leader, some]) =>
    wire.askNode<Answer>(leader, {
      name: 'ListOffsets',
      args: [-1, 0, some.map((one) => toRequest(one, timestamps[which]))],
    }),
  )
  return (await Promise.all(asked)).flatMap(({ topics }) =>
    topics.flatMap(({ name, partitions: answers }) =>
      answers.map(({ partitionIndex, offset }) => {
        return { topic: name, partition: partitionIndex, offset: String(offset) }
      }),
    ),
  )
}

function toRequest({ topic, partition }: TopicPartition, timestamp: bigint) {
  const one = { partitionIndex: partition, currentLeaderEpoch: -1, timestamp }
  return { name: topic, partitions: [one] }
}

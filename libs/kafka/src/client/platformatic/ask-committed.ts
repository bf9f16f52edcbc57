import type { TopicPartition } from '../port/connections.ts'
import type { Request } from './wire.ts'

type Answer = {
  readonly groups: readonly {
    readonly topics: readonly {
      readonly name: string
      readonly partitions: readonly {
        readonly partitionIndex: number
        readonly committedOffset: bigint
      }[]
    }[]
  }[]
}

/** What a group has committed of a partition; -1 where that is nothing. */
export type Committed = TopicPartition & { readonly offset: bigint }

/** Asks the coordinator of a group, to which `ask` leads, how far the group is. */
export async function askCommitted(
  ask: (request: Request) => Promise<unknown>,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<readonly Committed[]> {
  const topics = partitions.map((one) => ({ name: one.topic, partitionIndexes: [one.partition] }))
  const groups = [{ groupId, memberId: null, memberEpoch: -1, topics }]
  const answer = (await ask({ name: 'OffsetFetch', args: [groups, false] })) as Answer
  return answer.groups.flatMap((group) =>
    group.topics.flatMap(({ name, partitions: some }) =>
      some.map(({ partitionIndex, committedOffset }) => {
        return { topic: name, partition: partitionIndex, offset: committedOffset }
      }),
    ),
  )
}

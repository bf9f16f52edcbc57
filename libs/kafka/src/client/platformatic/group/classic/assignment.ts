import {
  decodeConsumerProtocolAssignment,
  decodeConsumerProtocolSubscription,
  encodeConsumerProtocolAssignment,
  encodeConsumerProtocolSubscription,
} from '@platformatic/kafka'
import type { TopicPartition } from '../../../port/connections.ts'
import type { Assignment } from '../../../port/group-client.ts'
import type { Locations } from '../../fetch/locations.ts'

/** A member as the broker shows it to the leader of the group. */
export type Joined = { readonly memberId: string; readonly metadata: Buffer }

/** As kafkajs calls it and fills it, so that members with either client can be in one group. */
export const protocolName = 'RoundRobinAssigner'

const version = 0

export function toSubscription(topics: readonly string[]): Buffer {
  return encodeConsumerProtocolSubscription({
    version,
    topics: [...topics],
    userData: Buffer.alloc(0),
    ownedPartitions: [],
    generationId: -1,
    rackId: null,
  })
}

export function topicsOf(members: readonly Joined[]): string[] {
  return [...new Set(members.flatMap(subscribed))].toSorted()
}

/**
 * What the leader of a group gives to each member: partitions in turn, by the order of the ids, which keeps most of
 * them where they are. While instances are replaced, not all of them read the same topics.
 */
export function assign(members: readonly Joined[], locations: Locations) {
  const partitions = topicsOf(members).flatMap((topic) => {
    const ids = members
      .filter((one) => subscribed(one).includes(topic))
      .map(idOf)
      .toSorted()
    const count = locations.countOf(topic)
    return Array.from({ length: count }, (_, partition) => ({ topic, partition, ids }))
  })
  return members.map(({ memberId }) => {
    const share = partitions.filter(({ ids }, i) => ids[i % ids.length] === memberId)
    return { memberId, assignment: toBytes(share) }
  })
}

function idOf({ memberId }: Joined): string {
  return memberId
}

function subscribed({ metadata }: Joined): readonly string[] {
  return decodeConsumerProtocolSubscription(metadata).topics
}

function toBytes(share: readonly TopicPartition[]): Buffer {
  const byTopic = Map.groupBy(share, ({ topic }) => topic)
  return encodeConsumerProtocolAssignment({
    version,
    assignedPartitions: [...byTopic].map(([topic, some]) => {
      return { topic, partitions: some.map(({ partition }) => partition) }
    }),
    userData: Buffer.alloc(0),
  })
}

/** Nothing at all is what a leader sends that has nothing for this member. */
export function toAssignment(bytes: Buffer): Assignment {
  const { assignedPartitions } = decodeConsumerProtocolAssignment(bytes)
  return Object.fromEntries(assignedPartitions.map(({ topic, partitions }) => [topic, partitions]))
}

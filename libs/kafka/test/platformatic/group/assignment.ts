import {
  decodeConsumerProtocolAssignment,
  decodeConsumerProtocolSubscription,
  encodeConsumerProtocolAssignment,
  encodeConsumerProtocolSubscription,
  roundRobinAssigner,
} from '@platformatic/kafka'
import type { Assignment } from '../../../src/client/port/group-client.ts'
import type { Locations } from '../fetch/locations.ts'

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
  const all = members.map(({ metadata }) => decodeConsumerProtocolSubscription(metadata).topics)
  return [...new Set(all.flat())].toSorted()
}

/** What the leader of a group gives to each member; the order of the ids keeps most partitions where they are. */
export function assign(members: readonly Joined[], locations: Locations) {
  const topics = topicsOf(members)
  const ids = members.map(({ memberId }) => memberId).toSorted()
  const counts = topics.map(
    (topic) => [topic, { partitionsCount: locations.countOf(topic) }] as const,
  )
  const shares = roundRobinAssigner(
    ids[0] as string,
    new Map(ids.map((id) => [id, {}])) as unknown as Members,
    new Set(topics),
    { topics: new Map(counts) } as unknown as Metadata,
  )
  return shares.map(({ memberId, assignments }) => ({
    memberId,
    assignment: encodeConsumerProtocolAssignment({
      version,
      assignedPartitions: [...assignments.values()],
      userData: Buffer.alloc(0),
    }),
  }))
}

type Members = Parameters<typeof roundRobinAssigner>[1]
type Metadata = Parameters<typeof roundRobinAssigner>[3]

/** Nothing at all is what a leader sends that has nothing for this member. */
export function toAssignment(bytes: Buffer): Assignment {
  const { assignedPartitions } = decodeConsumerProtocolAssignment(bytes)
  return Object.fromEntries(assignedPartitions.map(({ topic, partitions }) => [topic, partitions]))
}

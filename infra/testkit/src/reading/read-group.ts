import { setTimeout as pause } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { askKafka } from './ask-kafka.ts'
import { readAssignedMembers } from './read-assigned-members.ts'

/** A consumer group, and the topics whose records it takes. */
export type GroupQuery = {
  readonly brokers: string
  readonly groupId: string
  readonly topics: readonly string[]
}

/** How far a consumer group is. */
export type GroupState = {
  /** The ids of its members; none while it rebalances. */
  readonly members: readonly string[]
  /** Records that it has not committed yet. */
  readonly lag: number
  /** Whether the record at this place is behind what it has committed. */
  hasTaken(topic: string, partition: number, offset: bigint): boolean
}

/**
 * Reads how far a consumer group is, knowing nothing of our own Kafka library.
 *
 * shape:  what the group has committed at the broker, not what its members have in hand
 * errors: a topic does not exist, no broker answers
 */
export async function readGroup(query: GroupQuery): Promise<GroupState> {
  return askKafka(query.brokers, async (admin) => {
    const committed = await patiently(() => readCommitted(admin, query))
    const members = await patiently(() => readMembers(admin, query))
    const next = (place: string) => committed.get(place) ?? 0n
    return {
      members,
      lag: await sumLag(admin, query.topics, next),
      hasTaken: (topic, partition, offset) => offset < next(`${topic}/${partition}`),
    }
  })
}

/** Of each partition, the offset with which the group would go on. */
async function readCommitted(admin: Admin, query: GroupQuery): Promise<Map<string, bigint>> {
  const { groupId, topics } = query
  const answer = await admin.fetchOffsets({ groupId, topics: [...topics] })
  const offsets = answer.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => [`${topic}/${partition}`, BigInt(offset)] as const),
  )
  return new Map(offsets.filter(([, offset]) => offset >= 0n))
}

async function readMembers(admin: Admin, { brokers, groupId }: GroupQuery): Promise<string[]> {
  const [group] = (await admin.describeGroups([groupId])).groups
  if (group?.state === 'Dead') return readAssignedMembers(brokers, groupId)
  return group?.state === 'Stable' ? group.members.map(({ memberId }) => memberId) : []
}

async function sumLag(
  admin: Admin,
  topics: readonly string[],
  next: (place: string) => bigint,
): Promise<number> {
  let lag = 0n
  for (const topic of topics)
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      const from = next(`${topic}/${partition}`)
      lag += BigInt(high) - (from < BigInt(low) ? BigInt(low) : from)
    }
  return Number(lag)
}

const tries = 50

/** A broker that has just started looks for its groups first. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = tries; ; left -= 1) {
    try {
      return await ask()
    } catch (error) {
      if (left === 0 || !/COORDINATOR/.test(String((error as { type?: string }).type))) throw error
      await pause(100)
    }
  }
}

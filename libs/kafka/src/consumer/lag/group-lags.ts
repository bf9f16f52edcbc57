import { AdminLine } from '../../client/admin-line.ts'
import type { Kafka } from '../../client/kafka.ts'
import type { AdminConnections } from '../../client/port/admin-connections.ts'
import { listPartitions } from '../../topics/list-partitions.ts'
import { askPositions } from './ask-positions.ts'
import { lagOf, type Position } from './partition-positions.ts'

/** A group, and the topics that it consumes. */
export type GroupTopics = { readonly groupId: string; readonly topics: readonly string[] }

/** How many records of a topic a group has not committed yet. */
export type GroupLag = {
  readonly groupId: string
  readonly topic: string
  readonly records: number
}

/** Asks the brokers how far groups are, without being a member of one. */
export interface GroupLags extends AsyncDisposable {
  read(groups: readonly GroupTopics[]): Promise<GroupLag[]>
}

/**
 * Opens a way to ask how far groups are; one connection serves all questions.
 *
 * shape:  a topic that is not there has no lag, and is left out; a group that never committed has all of it to read
 * errors: the brokers', when they are away or have no coordinator yet; the next question connects anew
 */
export function createGroupLags(kafka: Kafka): GroupLags {
  const line = new AdminLine(kafka)
  return {
    read: (groups) => line.ask((brokers) => readAll(brokers, groups)),
    [Symbol.asyncDispose]: () => line.close(),
  }
}

async function readAll(
  brokers: AdminConnections,
  groups: readonly GroupTopics[],
): Promise<GroupLag[]> {
  const topics = [...new Set(groups.flatMap((group) => group.topics))]
  const partitions = await listPartitions(brokers, topics)
  const lags: GroupLag[] = []
  for (const group of groups) {
    const positions = partitions
      .filter(({ topic }) => group.topics.includes(topic))
      .map((one): Position => ({ ...one }))
    if (positions.length === 0) continue
    await askPositions(brokers, { groupId: group.groupId, positions, isOwner: false })
    lags.push(...sumByTopic(group.groupId, positions))
  }
  return lags
}

function sumByTopic(groupId: string, positions: readonly Position[]): GroupLag[] {
  return [...Map.groupBy(positions, ({ topic }) => topic)].map(([topic, ofTopic]) => ({
    groupId,
    topic,
    records: ofTopic.reduce((sum, position) => sum + (lagOf(position) ?? 0), 0),
  }))
}

import type { Cluster, TopicOffsets } from '../../client/kafkajs/cluster.ts'
import { nameOf, type Position } from './partition-positions.ts'

/**
 * Asks the brokers where some partitions end, and where the group stands in those of which that is not known.
 *
 * errors: the brokers', when they are away or a leader has moved
 */
export async function askPositions(
  cluster: Cluster,
  groupId: string,
  positions: readonly Position[],
): Promise<void> {
  await cluster.addMultipleTargetTopics([...new Set(positions.map(({ topic }) => topic))])
  const unknown = positions.filter(({ next }) => next === undefined)
  const [ends, committed] = await Promise.all([
    cluster.fetchTopicsOffset(byTopic(positions, { fromBeginning: false })),
    unknown.length > 0 ? askCommitted(cluster, groupId, unknown) : new Map<string, bigint>(),
  ])
  const endOf = toMap(ends)
  for (const position of positions) {
    const { end } = position
    const asked = endOf.get(nameOf(position))
    // Batches and commits that came meanwhile know better.
    if (asked !== undefined && (end === undefined || asked > end)) position.end = asked
    const next = committed.get(nameOf(position))
    if (next !== undefined) position.next ??= next
  }
}

async function askCommitted(cluster: Cluster, groupId: string, positions: readonly Position[]) {
  const coordinator = await cluster.findGroupCoordinator({ groupId })
  const { responses } = await coordinator.offsetFetch({ groupId, topics: byTopic(positions) })
  const committed = toMap(responses)
  const untouched = positions.filter((one) => (committed.get(nameOf(one)) ?? -1n) < 0n)
  if (untouched.length === 0) return committed
  // A group without an offset begins with the first record that is there.
  const begins = await cluster.fetchTopicsOffset(byTopic(untouched, { fromBeginning: true }))
  return new Map([...committed, ...toMap(begins)])
}

function byTopic<How extends object>(positions: readonly Position[], how = {} as How) {
  return [...Map.groupBy(positions, ({ topic }) => topic)].map(([topic, ofTopic]) => ({
    topic,
    partitions: ofTopic.map(({ partition }) => ({ partition })),
    ...how,
  }))
}

function toMap(topics: readonly TopicOffsets[]): Map<string, bigint> {
  return new Map(
    topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => [nameOf({ topic, partition }), BigInt(offset)]),
    ),
  )
}

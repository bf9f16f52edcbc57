import type { AdminConnections, PartitionOffsets } from '../../client/port/admin-connections.ts'
import { nameOf } from '../../client/port/topic-partition.ts'
import type { Position } from './partition-positions.ts'

/**
 * Asks the brokers where some partitions end, and where the group stands in those of which that is not known.
 *
 * errors: the brokers', when they are away or a leader has moved
 */
export async function askPositions(
  brokers: AdminConnections,
  groupId: string,
  positions: readonly Position[],
): Promise<void> {
  const unknown = positions.filter(({ next }) => next === undefined)
  const [ends, committed] = await Promise.all([
    brokers.offsetsOf(positions, 'end'),
    unknown.length > 0 ? askCommitted(brokers, groupId, unknown) : new Map<string, bigint>(),
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

async function askCommitted(
  brokers: AdminConnections,
  groupId: string,
  positions: readonly Position[],
) {
  const committed = toMap(await brokers.committedBy(groupId, positions))
  const untouched = positions.filter((one) => (committed.get(nameOf(one)) ?? -1n) < 0n)
  if (untouched.length === 0) return committed
  // A group without an offset begins with the first record that is there.
  const begins = await brokers.offsetsOf(untouched, 'first')
  return new Map([...committed, ...toMap(begins)])
}

function toMap(offsets: PartitionOffsets): Map<string, bigint> {
  return new Map(offsets.map((one) => [nameOf(one), BigInt(one.offset)]))
}

import type { AdminConnections, PartitionOffsets } from '../../client/port/admin-connections.ts'
import { nameOf } from '../../client/port/topic-partition.ts'
import type { Position } from './partition-positions.ts'

type Asked = {
  readonly groupId: string
  readonly positions: readonly Position[]
  /** Who owns these knows by its batches where the group stands; for others that is what is committed. */
  readonly isOwner: boolean
}

/**
 * Asks the brokers where some partitions end, and where the group stands in those of which that is not known.
 *
 * shape:  a partition without a leader keeps what is known of it
 * errors: the brokers', when they are away or a leader has moved; what others have answered is noted
 */
export async function askPositions(brokers: AdminConnections, asked: Asked): Promise<void> {
  const answers = await Promise.allSettled([noteEnds(brokers, asked), noteNext(brokers, asked)])
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason
}

async function noteEnds(brokers: AdminConnections, { positions }: Asked): Promise<void> {
  const ends = toMap(await brokers.offsetsOf(positions, 'end'))
  for (const position of positions) {
    const { end } = position
    const asked = ends.get(nameOf(position))
    // Batches that came meanwhile know better.
    if (asked !== undefined && (end === undefined || asked > end)) position.end = asked
  }
}

async function noteNext(brokers: AdminConnections, asked: Asked): Promise<void> {
  const { groupId, positions, isOwner } = asked
  const unknown = positions.filter(({ next }) => !isOwner || next === undefined)
  if (unknown.length === 0) return
  const committed = await askCommitted(brokers, groupId, unknown)
  for (const position of unknown) {
    const next = committed.get(nameOf(position))
    // Commits that came meanwhile know better.
    if (next === undefined || (isOwner && position.next !== undefined)) continue
    // Another record is the first one now.
    if (position.next !== next) position.sinceMs = undefined
    position.next = next
  }
}

async function askCommitted(
  brokers: AdminConnections,
  groupId: string,
  positions: readonly Position[],
): Promise<ReadonlyMap<string, bigint>> {
  const answers = await brokers.committedBy(groupId, positions)
  const committed = toMap(answers.filter(({ offset }) => BigInt(offset) >= 0n))
  const untouched = positions.filter((one) => !committed.has(nameOf(one)))
  if (untouched.length === 0) return committed
  // A group without an offset begins with the first record that is there.
  const begins = await brokers.offsetsOf(untouched, 'first')
  return new Map([...committed, ...toMap(begins)])
}

function toMap(offsets: PartitionOffsets): Map<string, bigint> {
  return new Map(offsets.map((one) => [nameOf(one), BigInt(one.offset)]))
}

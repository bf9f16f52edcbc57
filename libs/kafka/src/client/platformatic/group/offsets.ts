import { errorName } from '../../../faults/kafka-errors.ts'
import type { TopicPartition } from '../../port/connections.ts'
import { nameOf } from '../../port/topic-partition.ts'
import { askCommitted } from '../ask-committed.ts'
import { askOffsets } from '../ask-offsets.ts'
import { faultOf } from '../fault-of.ts'
import type { Position } from '../fetch/fetch-records.ts'
import type { Wire } from '../wire.ts'
import type { Coordinator } from './coordinator.ts'
import type { Membership } from './protocol.ts'

type Needs = {
  readonly wire: Wire
  readonly coordinator: Pick<Coordinator, 'ask'>
  readonly groupId: string
  readonly membership: Membership
}

const commitMs = 500

/** Where each partition of one membership is read next, and what of it is committed. */
export class Offsets {
  readonly #needs: Needs
  readonly #positions = new Map<string, Position>()
  readonly #uncommitted = new Map<string, Position>()
  #committing: Promise<void> = Promise.resolve()
  #committedMs = performance.now()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  get positions(): readonly Position[] {
    return [...this.#positions.values()]
  }

  /** Begins where the group stands, or with the first record that is there. */
  async load(partitions: readonly TopicPartition[]): Promise<void> {
    const { coordinator, groupId } = this.#needs
    if (partitions.length === 0) return
    const committed = await askCommitted((request) => coordinator.ask(request), groupId, partitions)
    for (const { offset, ...one } of committed)
      if (offset >= 0n) this.#move({ ...one, next: offset })
    const others = partitions.filter((one) => !this.#positions.has(nameOf(one)))
    const firsts = await this.#firstOf(others)
    // Without a leader nobody says where it begins: at 0, or the leader calls that out of range when it is back.
    for (const one of [...others.map(atZero), ...firsts]) this.#move(one)
  }

  /** What it was to be read from is not there any more: moves to the first record that is. */
  async beginAgain(position: Position): Promise<void> {
    const [first] = await this.#firstOf([position])
    if (first && this.isCurrent(position)) this.#move(first)
  }

  /** Whether it is where that partition still stands, though others may have had it meanwhile. */
  isCurrent(position: Position): boolean {
    return this.#positions.get(nameOf(position)) === position
  }

  /** These are read no more. */
  drop(partitions: readonly TopicPartition[]): void {
    for (const one of partitions) {
      this.#positions.delete(nameOf(one))
      this.#uncommitted.delete(nameOf(one))
    }
  }

  /** All before it is done. */
  resolve(position: Position): void {
    this.#move(position)
    this.#uncommitted.set(nameOf(position), position)
  }

  async commitIfDue(): Promise<void> {
    if (performance.now() - this.#committedMs >= commitMs) await this.commit()
  }

  /** One after the other, so that no commit overtakes a later one. A refused one is not repeated in another generation. */
  commit(): Promise<void> {
    const before = this.#committing.catch(() => {})
    this.#committing = before.then(() => this.#commit())
    return this.#committing
  }

  async #commit(): Promise<void> {
    const positions = [...this.#uncommitted.values()]
    if (positions.length === 0) return
    this.#committedMs = performance.now()
    await this.#send(positions.map((one) => ({ name: one.topic, partitions: [toCommit(one)] })))
    for (const one of positions) {
      const name = nameOf(one)
      if (this.#uncommitted.get(name) === one) this.#uncommitted.delete(name)
    }
  }

  async #firstOf(partitions: readonly TopicPartition[]): Promise<readonly Position[]> {
    if (partitions.length === 0) return []
    const offsets = await askOffsets(this.#needs.wire, partitions, 'first')
    return offsets.map(({ topic, partition, offset }) => {
      return { topic, partition, next: BigInt(offset) }
    })
  }

  async #send(topics: readonly object[]): Promise<void> {
    const { coordinator, groupId, membership } = this.#needs
    for (;;) {
      const { generationId, memberId } = membership
      const args = [groupId, generationId, memberId, null, topics]
      try {
        return await coordinator.ask({ name: 'OffsetCommit', args })
      } catch (error) {
        // The broker has moved this member on meanwhile; its partitions are still its own.
        const isStale = errorName(faultOf(error).code) === 'STALE_MEMBER_EPOCH'
        if (!isStale || membership.generationId === generationId) throw error
      }
    }
  }

  #move(position: Position): void {
    this.#positions.set(nameOf(position), position)
  }
}

function atZero(partition: TopicPartition): Position {
  return { ...partition, next: 0n }
}

function toCommit({ partition, next }: Position) {
  const rest = { committedLeaderEpoch: -1, committedMetadata: null }
  return { partitionIndex: partition, committedOffset: next, ...rest }
}

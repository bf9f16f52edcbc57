import type { TopicPartition } from '../../port/connections.ts'
import { nameOf, partitionsOf } from '../../port/topic-partition.ts'
import { askCommitted } from '../ask-committed.ts'
import { askOffsets } from '../ask-offsets.ts'
import type { Position } from '../fetch/fetch-records.ts'
import type { Wire } from '../wire.ts'
import type { Coordinator } from './coordinator.ts'
import type { Generation } from './membership.ts'

type Needs = {
  readonly wire: Wire
  readonly coordinator: Coordinator
  readonly groupId: string
  readonly generation: Generation
}

const commitMs = 500

/** Where each partition of one generation is read next, and what of it is committed. */
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
  async load(): Promise<void> {
    const { coordinator, groupId, generation } = this.#needs
    const partitions = partitionsOf(generation.assignment)
    if (partitions.length === 0) return
    const committed = await askCommitted((request) => coordinator.ask(request), groupId, partitions)
    for (const { offset, ...one } of committed)
      if (offset >= 0n) this.#move({ ...one, next: offset })
    await this.begin(partitions.filter((one) => !this.#positions.has(nameOf(one))))
  }

  /** Moves to the first record that is there. */
  async begin(partitions: readonly TopicPartition[]): Promise<void> {
    if (partitions.length === 0) return
    for (const { topic, partition, offset } of await askOffsets(
      this.#needs.wire,
      partitions,
      'first',
    ))
      this.#move({ topic, partition, next: BigInt(offset) })
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
    const { coordinator, groupId, generation } = this.#needs
    const topics = positions.map((one) => ({ name: one.topic, partitions: [toCommit(one)] }))
    const args = [groupId, generation.generationId, generation.memberId, null, topics]
    await coordinator.ask({ name: 'OffsetCommit', args })
    for (const one of positions) {
      const name = nameOf(one)
      if (this.#uncommitted.get(name) === one) this.#uncommitted.delete(name)
    }
  }

  #move(position: Position): void {
    this.#positions.set(nameOf(position), position)
  }
}

function toCommit({ partition, next }: Position) {
  const rest = { committedLeaderEpoch: -1, committedMetadata: null }
  return { partitionIndex: partition, committedOffset: next, ...rest }
}

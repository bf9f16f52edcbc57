import type { TopicPartition } from '../../client/port/connections.ts'
import { nameOf, partitionsOf } from '../../client/port/topic-partition.ts'

/** A partition, and how far a group has come in it; absent what is not known yet. */
export type Position = {
  readonly topic: string
  readonly partition: number
  /** The first record that is not finished. */
  next?: bigint
  /** Behind the last record. */
  end?: bigint
  /** Since when the first of those that are not finished waits, as far as that is known; ms since 1970. */
  sinceMs?: number | undefined
  /** Whether `end` came with a batch since it was last asked for. */
  isFresh?: boolean
  /** What was known before the partitions were given out anew. */
  readonly before?: Known | undefined
}

type Known = { readonly next: bigint; readonly sinceMs: number | undefined }

type Waiting = { readonly offset: string; readonly timestamp: string }

/** Where the group stands in the partitions that this member owns, as far as its batches have shown it. */
export class PartitionPositions {
  #positions = new Map<string, Position>()
  #isAssigned = false

  /** Whether what is here was given to this member, and is something. */
  get isAssigned(): boolean {
    return this.#isAssigned
  }

  /**
   * Others may have owned them in between: where the group stands has to be found out anew. If that is where it
   * stood, its first record has waited all the time: a group that never settles does not look young.
   */
  assign(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.#replace(partitionsOf(assignment))
    this.#isAssigned = this.#positions.size > 0
  }

  /** Who was given none shows all while it cannot join, for perhaps nobody can. */
  assume(partitions: readonly TopicPartition[]): void {
    const isNew = partitions.some((one) => !this.#positions.has(nameOf(one)))
    if (isNew) this.#replace(partitions)
  }

  #replace(partitions: readonly TopicPartition[]): void {
    const known = this.#positions
    const renewed = partitions.map((one): Position => {
      return { ...one, before: lastOf(known.get(nameOf(one))) }
    })
    this.#positions = new Map(renewed.map((one) => [nameOf(one), one]))
  }

  /** A batch begins where the group stands, and knows where the partition ends. */
  fetched(
    place: TopicPartition,
    { first, end }: { readonly first: Waiting; readonly end: string },
  ): void {
    const position = this.#positions.get(nameOf(place))
    if (!position) return
    position.next = BigInt(first.offset)
    position.end = BigInt(end)
    position.sinceMs = Number(first.timestamp)
    position.isFresh = true
  }

  /** All records up to this offset are finished; what waits behind them is known within a batch. */
  resolved(place: TopicPartition, offset: string, next?: Waiting): void {
    const position = this.#positions.get(nameOf(place))
    if (!position) return
    position.next = BigInt(offset) + 1n
    position.sinceMs = next && Number(next.timestamp)
  }

  get all(): readonly Position[] {
    return [...this.#positions.values()]
  }

  /** Those whose end no batch has shown since this was last called: nothing was fetched. */
  takeStale(): readonly Position[] {
    const stale = this.all.filter((one) => !one.isFresh || one.next === undefined)
    for (const position of this.#positions.values()) position.isFresh = false
    return stale
  }
}

/** Records that are not finished; nothing while that is not known. */
export function lagOf({ next, end }: Position): number | undefined {
  if (next === undefined || end === undefined) return undefined
  // A compacted or transactional end may lie before what was read.
  return end > next ? Number(end - next) : 0
}

/**
 * How long the first record that is not finished waits.
 *
 * shape: one that has not been fetched is dated by when it was first noticed, by a reading
 */
export function ageMsOf(position: Position, nowMs: number): number {
  if (!lagOf(position)) {
    position.sinceMs = undefined
    return 0
  }
  position.sinceMs = sinceMsOf(position) ?? nowMs
  // The clock of who wrote it may be ahead.
  return Math.max(0, nowMs - position.sinceMs)
}

function lastOf(position: Position | undefined): Known | undefined {
  if (position?.next === undefined) return position?.before
  return { next: position.next, sinceMs: sinceMsOf(position) }
}

function sinceMsOf({ next, sinceMs, before }: Position): number | undefined {
  return sinceMs ?? (before?.next === next ? before?.sinceMs : undefined)
}

import type { PendingSend } from '../send/pending-send.ts'
import type { Carrier } from './carrier.ts'
import { PartitionSends, type Shared } from './partition-sends.ts'
import type { Size } from './queue-room.ts'
import { SendQueue } from './send-queue.ts'
import { Setbacks } from './setbacks.ts'

/** The records of one topic, by partition; those that came while nobody knew its partitions are kept apart. */
export class TopicSends {
  readonly name: string
  readonly unassigned: SendQueue
  readonly setbacks: Setbacks
  /** Somebody is asking where the topic is. */
  isLocating = false
  readonly #shared: Shared
  readonly #partitions = new Map<number, PartitionSends>()

  constructor(name: string, shared: Shared) {
    this.name = name
    this.unassigned = new SendQueue(shared.room)
    this.setbacks = new Setbacks(shared.progress)
    this.#shared = shared
  }

  /** What of it waits where others go on. */
  get stuck(): Size {
    const queues = [...this.partitions].map(({ setbacks, waiting }) => ({
      setbacks,
      queue: waiting,
    }))
    return [...queues, { setbacks: this.setbacks, queue: this.unassigned }]
      .filter(({ setbacks }) => setbacks.areLocal)
      .map(({ queue }) => ({ records: queue.size, bytes: queue.bytes }))
      .reduce(plus, nothing)
  }

  get size(): number {
    let sum = this.unassigned.size
    for (const { size } of this.#partitions.values()) sum += size
    return sum
  }

  get partitions(): Iterable<PartitionSends> {
    return this.#partitions.values()
  }

  /** Queues a record; returns its partition if that is known. */
  add(send: PendingSend, carrier: Carrier): PartitionSends | undefined {
    const partition = this.unassigned.size > 0 ? undefined : this.#assign(send, carrier)
    if (partition) partition.add(send)
    else this.unassigned.add(send, this.setbacks.areLocal ? this.#shared.stuck() : undefined)
    return partition
  }

  /** Sorts by partition what waits for that; true when all of it could be. */
  assignAll(carrier: Carrier): boolean {
    for (const send of this.unassigned.takeAll()) {
      const queue = this.#assign(send, carrier)?.waiting ?? this.unassigned
      queue.takeOver(send)
    }
    return this.unassigned.size === 0
  }

  /** True when it was still waiting. */
  remove(send: PendingSend): boolean {
    if (this.unassigned.remove(send)) return true
    if (send.partition === undefined) return false
    return this.#partitions.get(send.partition)?.waiting.remove(send) ?? false
  }

  #assign(send: PendingSend, carrier: Carrier): PartitionSends | undefined {
    const partition = carrier.partitionOf(send.message)
    if (partition === undefined) return undefined
    send.partition = partition
    return this.#partitionSends(partition)
  }

  #partitionSends(partition: number): PartitionSends {
    const known = this.#partitions.get(partition)
    if (known) return known
    const created = new PartitionSends({ topic: this.name, partition }, this.#shared)
    this.#partitions.set(partition, created)
    return created
  }
}

const nothing: Size = { records: 0, bytes: 0 }

/** Both together. */
export function plus(one: Size, other: Size): Size {
  return { records: one.records + other.records, bytes: one.bytes + other.bytes }
}

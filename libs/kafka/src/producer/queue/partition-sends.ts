import type { PendingSend } from '../send/pending-send.ts'
import { type Hold, Parcel, type Spot } from './parcel.ts'
import type { QueueRoom, Size } from './queue-room.ts'
import { type BatchLimits, SendQueue } from './send-queue.ts'
import { type Progress, Setbacks } from './setbacks.ts'

type Batch = readonly PendingSend[]

/** What all queues of a sender have in common. */
export type Shared = {
  readonly room: QueueRoom
  readonly progress: Progress
  /** All that waits where others go on. */
  readonly stuck: () => Size
}

/** The records of one partition: one parcel of them is on its way at a time, so their order stays. */
export class PartitionSends implements Spot {
  readonly topic: string
  readonly partition: number
  readonly waiting: SendQueue
  readonly setbacks: Setbacks
  /** On its way, or waiting for its next attempt: not to be taken. */
  isAway = false
  readonly #stuck: () => Size
  #parcel: Parcel<PendingSend> | undefined
  #parts: Parcel<PendingSend>[] = []

  constructor({ topic, partition }: Spot, { room, progress, stuck }: Shared) {
    this.topic = topic
    this.partition = partition
    this.waiting = new SendQueue(room)
    this.setbacks = new Setbacks(progress)
    this.#stuck = stuck
  }

  /** Nobody has answered yet what became of these. */
  get inHand(): Batch {
    return [...(this.#parcel?.loads ?? []), ...this.#parts.flatMap(({ loads }) => loads)]
  }

  get size(): number {
    const inParts = this.#parts.reduce((sum, { loads }) => sum + loads.length, 0)
    return this.waiting.size + inParts + (this.#parcel?.loads.length ?? 0)
  }

  get hold(): Hold | undefined {
    return this.#parcel?.hold
  }

  get hasLeft(): boolean {
    return this.#parcel !== undefined && (this.#parcel.hasLeft || this.#parcel.mayBeWritten)
  }

  add(send: PendingSend): void {
    this.waiting.add(send, this.setbacks.areLocal ? this.#stuck() : undefined)
  }

  /** What is to be sent next: the same parcel again until it is settled. */
  take(limits: BatchLimits): Parcel<PendingSend> {
    this.#parcel ??= this.#parts.shift() ?? new Parcel(this, this.waiting.takeBatch(limits))
    for (const send of this.#parcel.loads) send.beginAttempt()
    return this.#parcel
  }

  /** Its parcel is settled, one way or another. */
  settle(): void {
    this.#parcel?.letGo()
    this.#parcel = undefined
  }

  /** Forgets what is in hand. */
  clear(): void {
    this.settle()
    this.#parts = []
  }

  /** Goes on with two halves of a parcel, one after the other. */
  halve(parcel: Parcel<PendingSend>): void {
    const middle = Math.ceil(parcel.loads.length / 2)
    const halves = [parcel.loads.slice(0, middle), parcel.loads.slice(middle)]
    this.settle()
    this.#parts.unshift(
      ...halves.map((loads) => {
        const half = new Parcel(this, loads)
        half.mayBeWritten = parcel.mayBeWritten
        return half
      }),
    )
  }

  /** Queues again what has certainly not been written, before all that came later. */
  queueAgain(sends: Batch): void {
    this.settle()
    const rest = this.#parts.flatMap(({ loads }) => loads)
    this.#parts = []
    this.waiting.putBack([...sends, ...rest])
  }
}

import { ProducerFull } from '../send/send-errors.ts'

/** How much may wait to be sent. */
export type RoomLimits = { readonly maxQueued: number; readonly maxQueuedBytes: number }

/** How much is queued somewhere. */
export type Size = { readonly records: number; readonly bytes: number }

/** The room that all queues of a producer share. */
export class QueueRoom {
  readonly #limits: RoomLimits
  #records = 0
  #bytes = 0

  constructor(limits: RoomLimits) {
    this.#limits = limits
  }

  /** Takes room for a new record, which is refused when there is none; one that is alone always fits. */
  enter(bytes: number): void {
    const { maxQueued, maxQueuedBytes } = this.#limits
    const isFull = this.#records >= maxQueued || this.#bytes + bytes > maxQueuedBytes
    if (isFull && this.#records > 0) throw new ProducerFull()
    this.comeBack(bytes)
  }

  /** What cannot be sent now gets half of the room at most: the rest is for what can. */
  refuseMoreThanHalf({ records, bytes }: Size): void {
    const { maxQueued, maxQueuedBytes } = this.#limits
    if (records > maxQueued / 2 || bytes > maxQueuedBytes / 2) throw new ProducerFull()
  }

  /** Takes room again for what was accepted before. */
  comeBack(bytes: number): void {
    this.#records += 1
    this.#bytes += bytes
  }

  leave(bytes: number): void {
    this.#records -= 1
    this.#bytes -= bytes
  }
}

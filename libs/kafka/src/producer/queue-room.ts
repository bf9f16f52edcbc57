import { ProducerFull } from './send-errors.ts'

/** How much may wait to be sent. */
export type RoomLimits = { readonly maxQueued: number; readonly maxQueuedBytes: number }

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

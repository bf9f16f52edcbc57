import type { PendingSend } from './pending-send.ts'
import type { QueueRoom } from './queue-room.ts'

export type BatchLimits = { readonly maxBatch: number; readonly maxBatchBytes: number }

/** Records in the order in which they came, as long as there is room for them. */
export class SendQueue {
  readonly #limits: BatchLimits
  readonly #room: QueueRoom
  #sends = new Set<PendingSend>()

  constructor(limits: BatchLimits, room: QueueRoom) {
    this.#limits = limits
    this.#room = room
  }

  get size(): number {
    return this.#sends.size
  }

  add(send: PendingSend): void {
    this.#room.enter(send.bytes)
    this.#sends.add(send)
  }

  /** True when it was still here, and so was not sent. */
  remove(send: PendingSend): boolean {
    if (!this.#sends.delete(send)) return false
    this.#room.leave(send.bytes)
    return true
  }

  /** All that is queued, up to what fits into one request. */
  takeBatch(): PendingSend[] {
    const batch: PendingSend[] = []
    let bytes = 0
    for (const send of this.#sends) {
      bytes += send.bytes
      const isFull = batch.length >= this.#limits.maxBatch || bytes > this.#limits.maxBatchBytes
      if (isFull && batch.length > 0) break
      batch.push(send)
    }
    for (const send of batch) this.remove(send)
    return batch
  }

  /** Puts back what did not leave, before what came later: the order per key is the order of `send`. */
  putBack(batch: readonly PendingSend[]): void {
    if (batch.length === 0) return
    this.#sends = new Set([...batch, ...this.#sends])
    for (const { bytes } of batch) this.#room.comeBack(bytes)
  }

  takeAll(): PendingSend[] {
    const all = [...this.#sends]
    for (const send of all) this.remove(send)
    return all
  }
}

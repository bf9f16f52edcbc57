import type { PendingSend } from './pending-send.ts'
import { ProducerFull } from './send-errors.ts'

export type QueueLimits = {
  readonly maxQueued: number
  readonly maxQueuedBytes: number
  readonly maxBatch: number
  readonly maxBatchBytes: number
}

/** Records in the order in which they came, bounded in number and in bytes. */
export class SendQueue {
  readonly #limits: QueueLimits
  #sends = new Set<PendingSend>()
  #bytes = 0

  constructor(limits: QueueLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#sends.size
  }

  add(send: PendingSend): void {
    const { maxQueued, maxQueuedBytes } = this.#limits
    const isFull = this.#sends.size >= maxQueued || this.#bytes + send.bytes > maxQueuedBytes
    if (isFull && this.#sends.size > 0) throw new ProducerFull()
    this.#sends.add(send)
    this.#bytes += send.bytes
  }

  /** True when it was still here, and so was not sent. */
  remove(send: PendingSend): boolean {
    if (!this.#sends.delete(send)) return false
    this.#bytes -= send.bytes
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
    for (const { bytes } of batch) this.#bytes += bytes
  }

  takeAll(): PendingSend[] {
    const all = [...this.#sends]
    this.#sends.clear()
    this.#bytes = 0
    return all
  }
}

import type { PendingSend } from '../send/pending-send.ts'
import type { QueueRoom, Size } from './queue-room.ts'

export type BatchLimits = { readonly maxBatch: number; readonly maxBatchBytes: number }

/** Records in the order in which they came, as long as there is room for them. */
export class SendQueue {
  readonly #room: QueueRoom
  #sends = new Set<PendingSend>()
  #bytes = 0

  constructor(room: QueueRoom) {
    this.#room = room
  }

  get size(): number {
    return this.#sends.size
  }

  get bytes(): number {
    return this.#bytes
  }

  /** `stuck` is what cannot be sent now, if this is a part of it. */
  add(send: PendingSend, stuck?: Size): void {
    if (stuck) this.#room.refuseMoreThanHalf(stuck)
    this.#room.enter(send.bytes)
    this.#sends.add(send)
    this.#bytes += send.bytes
  }

  /** Takes over what waits in another queue. */
  takeOver(send: PendingSend): void {
    this.#room.comeBack(send.bytes)
    this.#sends.add(send)
    this.#bytes += send.bytes
  }

  /** True when it was still here, and so was not sent. */
  remove(send: PendingSend): boolean {
    if (!this.#sends.delete(send)) return false
    this.#room.leave(send.bytes)
    this.#bytes -= send.bytes
    return true
  }

  /** All that is queued, up to the limits, at least one. */
  takeBatch({ maxBatch, maxBatchBytes }: BatchLimits): PendingSend[] {
    const batch: PendingSend[] = []
    let bytes = 0
    for (const send of this.#sends) {
      bytes += send.bytes
      const isFull = batch.length >= maxBatch || bytes > maxBatchBytes
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
    for (const { bytes } of batch) {
      this.#room.comeBack(bytes)
      this.#bytes += bytes
    }
  }

  takeAll(): PendingSend[] {
    return this.takeIf(() => true)
  }

  /** Takes out those for which `choose` says so. */
  takeIf(choose: (send: PendingSend) => boolean): PendingSend[] {
    const chosen = [...this.#sends].filter(choose)
    for (const send of chosen) this.remove(send)
    return chosen
  }
}

import type { PendingSend } from './pending-send.ts'

/** Records that are acknowledged while their callers have not been told yet. */
export class UnsaidAcks {
  #batch: readonly PendingSend[] = []

  /** Those of an earlier batch are told first. */
  add(batch: readonly PendingSend[]): void {
    this.say()
    this.#batch = batch
  }

  say(): void {
    const batch = this.#batch
    this.#batch = []
    for (const send of batch) send.acknowledge()
  }
}

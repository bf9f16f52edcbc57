import type { PendingSend } from './pending-send.ts'

/** Records that are acknowledged, whose promises are not resolved yet. */
export class DeferredAcks {
  #sends: readonly PendingSend[] = []

  /** Those of earlier answers are resolved first. */
  add(sends: readonly PendingSend[]): void {
    this.resolve()
    this.#sends = sends
  }

  resolve(): void {
    const sends = this.#sends
    this.#sends = []
    for (const send of sends) send.acknowledge()
  }
}

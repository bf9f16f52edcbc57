import type { Setbacks } from './setbacks.ts'

const maxPauseMs = 2_000

/** Pauses before the next attempt: longer after each failure in a row, with some jitter, none after the stop. */
export class Pauses {
  readonly #backoffMs: number
  readonly #giveUp: AbortSignal
  readonly #open = new Map<Setbacks, () => void>()

  constructor(backoffMs: number, giveUp: AbortSignal) {
    this.#backoffMs = backoffMs
    this.#giveUp = giveUp
    giveUp.addEventListener('abort', () => this.#open.forEach((end) => void end()))
  }

  /** One at a time for each. */
  async after(setbacks: Setbacks): Promise<void> {
    if (this.#giveUp.aborted) return
    const over = Promise.withResolvers<void>()
    const timer = setTimeout(over.resolve, this.#lengthMs(setbacks.pauses))
    this.#open.set(setbacks, over.resolve)
    await over.promise
    this.#open.delete(setbacks)
    clearTimeout(timer)
  }

  /** Kafka takes records again: who has failed while it took none need not wait. Who fails alone waits on. */
  endUnlessLocal(): void {
    for (const [setbacks, end] of this.#open) if (!setbacks.areLocal) end()
  }

  #lengthMs(pauses: number): number {
    const pauseMs = Math.min(this.#backoffMs * 2 ** Math.max(pauses - 1, 0), maxPauseMs)
    return pauseMs * (0.8 + Math.random() * 0.4)
  }
}

import type { CarryFailed } from './carrier.ts'

/** What all queues of a sender have had acknowledged. */
export type Progress = { acks: number }

// So many pauses are three seconds. A broker that answers every now and then is not asked more often for it.
const longSilence = 5

/** How often something has failed in a row, and whether others have gone on meanwhile. */
export class Setbacks {
  readonly #progress: Progress
  #acksBefore = 0
  #count = 0
  #pauses = 0
  #silences = 0

  constructor(progress: Progress) {
    this.#progress = progress
  }

  get count(): number {
    return this.#count
  }

  /** The pause in a row that the next one is. */
  get pauses(): number {
    return this.#pauses
  }

  /** It is not Kafka as a whole that is away. */
  get areLocal(): boolean {
    return this.#count > 0 && this.#progress.acks > this.#acksBefore
  }

  /** A broker that answers after a long silence has just come back: what it lacks yet it has soon. */
  add({ kafkaError }: Pick<CarryFailed, 'kafkaError'>): void {
    if (this.#count === 0) this.#acksBefore = this.#progress.acks
    this.#count += 1
    if (kafkaError && this.#silences >= longSilence) this.#pauses = 0
    this.#silences = kafkaError ? 0 : this.#silences + 1
    this.#pauses += 1
  }

  clear(): void {
    this.#count = 0
    this.#pauses = 0
    this.#silences = 0
  }
}

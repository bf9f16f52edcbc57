/** What all queues of a sender have had acknowledged. */
export type Progress = { acks: number }

/** How often something has failed in a row, and whether others have gone on meanwhile. */
export class Setbacks {
  readonly #progress: Progress
  #acksBefore = 0
  #count = 0

  constructor(progress: Progress) {
    this.#progress = progress
  }

  get count(): number {
    return this.#count
  }

  /** It is not Kafka as a whole that is away. */
  get areLocal(): boolean {
    return this.#count > 0 && this.#progress.acks > this.#acksBefore
  }

  add(): void {
    if (this.#count === 0) this.#acksBefore = this.#progress.acks
    this.#count += 1
  }

  clear(): void {
    this.#count = 0
  }
}

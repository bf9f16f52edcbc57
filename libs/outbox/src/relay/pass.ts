const fromStart = '0'

/** How far claims have gone through the table; at its end they begin again. */
export class Pass {
  readonly #longestMs: number
  #after = fromStart
  #beganAt = performance.now()

  constructor(longestMs: number) {
    this.#longestMs = longestMs
  }

  /** The last `seq` that was seen. */
  get after(): string {
    return this.#after
  }

  /**
   * `seen` is undefined at the end of the table. Where every claim is full there is no end to come: rows that were put
   * off lie behind, and have their turn when the time is over.
   */
  goOn(seen: string | undefined, isFull: boolean): void {
    const isLong = isFull && performance.now() - this.#beganAt > this.#longestMs
    this.#after = (isLong ? undefined : seen) ?? fromStart
    if (this.#after === fromStart) this.#beganAt = performance.now()
  }
}

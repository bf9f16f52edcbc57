/** A pause that `ring` ends early. */
export class WakeUp {
  #isRung = false
  #end: (() => void) | undefined

  /** Ends the current pause, or the next one if there is none. */
  ring(): void {
    this.#isRung = true
    this.#end?.()
  }

  async within(ms: number): Promise<void> {
    if (!this.#isRung) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, ms)
      this.#end = resolve
      await promise
      clearTimeout(timer)
    }
    this.#end = undefined
    this.#isRung = false
  }
}

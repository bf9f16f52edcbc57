/** A pause that somebody can end. */
export class WakeUp {
  #isRung = false
  #end: (() => void) | undefined

  /** Ends the pause; the next one, if nobody pauses now. */
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

/** A pause that others can end: one that is ended before it begins does not begin. */
export class Pause {
  #isEnded = false
  #end: (() => void) | undefined

  end(): void {
    this.#isEnded = true
    this.#end?.()
  }

  async within(ms: number): Promise<void> {
    if (!this.#isEnded) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, ms)
      this.#end = resolve
      await promise
      clearTimeout(timer)
    }
    this.#end = undefined
    this.#isEnded = false
  }
}

/** Tells those who listen what has changed, by topic: `orders`, `parts`, `mails`, `trace:<id>`. */
export class Changes {
  readonly #listeners = new Set<(topics: readonly string[]) => void>()

  /** How many listen now: what nobody looks at need not be asked for. */
  get listenerCount(): number {
    return this.#listeners.size
  }

  announce(...topics: readonly string[]): void {
    for (const listener of this.#listeners) listener(topics)
  }

  /** Calls back for every change, until the returned function is called. */
  listen(listener: (topics: readonly string[]) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

// While a server is read-only each statement finds it out: not each may have a new connection opened for it.
const restMs = 1_000

/** Which connections were opened before one of them proved to lead to the wrong server. */
export class Generations<Client extends object> {
  readonly #openedIn = new WeakMap<Client, number>()
  #current = 0
  #retiredAt = Number.NEGATIVE_INFINITY
  #isOwed = false

  opened(client: Client): void {
    this.#openedIn.set(client, this.#current)
  }

  isRetired(client: Client): boolean {
    if (this.#isOwed) this.retireAll()
    return (this.#openedIn.get(client) ?? 0) < this.#current
  }

  /** All that are open now are to be replaced; at once, or when the last time is long enough ago. */
  retireAll(now = performance.now()): void {
    this.#isOwed = now - this.#retiredAt < restMs
    if (this.#isOwed) return
    this.#retiredAt = now
    this.#current += 1
  }
}

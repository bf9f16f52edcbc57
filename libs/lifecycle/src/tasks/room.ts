type Waiter = { enter(): void; turnAway(error: unknown): void }

/** Counting semaphore: at most `limit` callers are inside, those that wait enter first come, first served. */
export class Room {
  readonly #limit: number
  readonly #waiters = new Set<Waiter>()
  #inside = 0
  #onEmpty: (() => void) | undefined

  constructor(limit: number) {
    this.#limit = limit
  }

  enter(): boolean {
    if (this.#inside >= this.#limit) return false
    this.#inside += 1
    return true
  }

  leave(): void {
    const [next] = this.#waiters
    // A place that is handed over is never free in between, so nobody can jump the queue.
    if (next) {
      this.#waiters.delete(next)
      next.enter()
      return
    }
    this.#inside -= 1
    if (this.#inside === 0) this.#onEmpty?.()
  }

  /** Enters as soon as there is a place; rejects with the signal's reason when it is aborted first. */
  async whenFree(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.enter()) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiter: Waiter = { enter: resolve, turnAway: reject }
    const leaveQueue = () => {
      this.#waiters.delete(waiter)
      reject(signal.reason)
    }
    this.#waiters.add(waiter)
    signal.addEventListener('abort', leaveQueue, { once: true })
    await promise.finally(() => signal.removeEventListener('abort', leaveQueue))
  }

  turnAwayWaiters(error: unknown): void {
    for (const waiter of this.#waiters) waiter.turnAway(error)
    this.#waiters.clear()
  }

  /** Resolves when nobody is inside, at once if nobody is now. One caller at a time. */
  empty(): Promise<void> {
    if (this.#inside === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#onEmpty = resolve
    })
  }
}

import { groupFaultOf } from './group-fault.ts'

type Needs = {
  readonly send: () => Promise<void>
  /** The broker may change it. */
  readonly intervalMs: () => number
  readonly sessionMs: number
  /** Called with what says that this membership is over: the group gives out its partitions anew, or nobody has answered for a session. */
  readonly onOver: (error: unknown) => void
}

/** Sends the heartbeats of one membership, until it is stopped: also while others join and records are in hand. */
export class Heartbeats {
  readonly #needs: Needs
  #timer: NodeJS.Timeout | undefined
  #latest: Promise<void> | undefined
  #isOpen = false
  #isStopped = false
  #sentMs = Number.NEGATIVE_INFINITY
  #aliveMs = performance.now()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  start(): void {
    if (this.#isStopped) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.beat().catch(() => {})
      this.start()
    }, this.#needs.intervalMs())
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  /** All that ask within half an interval, or while one waits for its answer, have the same answer. */
  beat(): Promise<void> {
    const isFresh = performance.now() - this.#sentMs < this.#needs.intervalMs() / 2
    if (this.#latest && (this.#isOpen || isFresh)) return this.#latest
    this.#latest = this.#send()
    return this.#latest
  }

  /** A heartbeat with the current state, sent after one that is on its way. */
  async beatAgain(): Promise<void> {
    if (this.#isOpen) await this.#latest?.catch(() => {})
    this.#sentMs = Number.NEGATIVE_INFINITY
    if (!this.#isStopped) await this.beat()
  }

  async #send(): Promise<void> {
    this.#sentMs = performance.now()
    this.#isOpen = true
    try {
      await this.#needs.send()
      this.#aliveMs = performance.now()
    } catch (error) {
      const isExpired = performance.now() - this.#aliveMs > this.#needs.sessionMs
      if (isExpired || groupFaultOf(error) !== 'passes') this.#needs.onOver(error)
      throw error
    } finally {
      this.#isOpen = false
    }
  }
}

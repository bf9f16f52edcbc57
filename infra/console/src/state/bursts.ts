import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { HttpError } from '@tailspan/http'
import type { Runner } from '@tailspan/local/start'
import { type BurstLedger, openBurstLedger } from './burst-ledger.ts'
import type { Changes } from './changes.ts'

/** How many orders, how fast, and whether their clients stay for the answer. */
export type BurstPlan = {
  readonly count: number
  readonly perSecond: number
  readonly hangUp: boolean
}

/** Orders that were placed together, and what is known of them. */
export type Burst = BurstPlan & {
  readonly id: string
  readonly startedAtMs: number
  readonly ledger: BurstLedger
  isOver: boolean
}

const maxKept = 20

/** The bursts of this run, newest last; one at a time. */
export class Bursts {
  readonly #runner: Runner
  readonly #changes: Changes
  readonly #bursts: Burst[] = []
  readonly #stopped = new AbortController()

  constructor(runner: Runner, changes: Changes) {
    this.#runner = runner
    this.#changes = changes
  }

  get all(): readonly Burst[] {
    return this.#bursts
  }

  find(id: string): Burst | undefined {
    return this.#bursts.find((burst) => burst.id === id)
  }

  close(): void {
    this.#stopped.abort()
  }

  /**
   * Begins a burst and returns at once; its orders come at their own times, whatever becomes of those before.
   *
   * errors: burst-running; database-unavailable, when its ledger cannot be opened
   */
  async start(plan: BurstPlan): Promise<Burst> {
    if (this.#bursts.some(({ isOver }) => !isOver))
      throw new HttpError('burst-running', 'conflict', 'a burst is running: wait until it is over')
    const id = randomBytes(4).toString('hex')
    const announce = () => this.#changes.announce('bursts', `burst:${id}`)
    const ledger = await openBurstLedger(this.#runner, { tag: `console-${id}`, announce })
    const burst = { ...plan, id, startedAtMs: Date.now(), ledger, isOver: false }
    this.#bursts.push(burst)
    this.#bursts.splice(0, this.#bursts.length - maxKept)
    void this.#run(burst).finally(() => {
      burst.isOver = true
      announce()
      void ledger.follow(this.#stopped.signal)
    })
    return burst
  }

  async #run({ count, perSecond, hangUp, ledger }: Burst): Promise<void> {
    const { signal } = this.#stopped
    const startedAtMs = performance.now()
    const sent: Promise<void>[] = []
    for (let i = 0; i < count; i += 1) {
      const dueMs = startedAtMs + (1_000 * i) / perSecond
      await delay(Math.max(0, dueMs - performance.now()), undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      sent.push(ledger.placeOne({ hangUp }))
    }
    await Promise.allSettled(sent)
  }
}

import { setTimeout as wait } from 'node:timers/promises'
import { inRoot } from '@tailspan/scope'

// What comes within this time is handed over together.
const collectMs = 5

type Batch<T> = { readonly all: T[]; readonly done: Promise<void> }

/** Collects what comes one by one, so that one statement settles it. */
export class Collected<T> {
  readonly #settle: (all: readonly T[]) => Promise<void>
  readonly #settling = new Set<Promise<void>>()
  #open: Batch<T> | undefined

  constructor(settle: (all: readonly T[]) => Promise<void>) {
    this.#settle = settle
  }

  /** Ends as the settling ends with which it goes. */
  add(one: T): Promise<void> {
    this.#open ??= inRoot(() => this.#openBatch())
    this.#open.all.push(one)
    return this.#open.done
  }

  /** What is being settled now has ended, in whatever way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#settling)
  }

  #openBatch(): Batch<T> {
    const all: T[] = []
    const done = wait(collectMs).then(() => {
      this.#open = undefined
      return this.#settle(all)
    })
    this.#settling.add(done)
    const forget = () => void this.#settling.delete(done)
    done.then(forget, forget)
    return { all, done }
  }
}

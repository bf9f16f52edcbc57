import { inRoot } from './in-root.ts'

/** Between two looks at all of them, for as long as one after the other gets late. */
const shortestPauseMs = 20
const longestPauseMs = 2 ** 31 - 1

/** Work that may take until `dueAt`, on the clock of `performance.now()`; infinite when nothing is to happen. */
export type Due = { readonly dueAt: number }

/**
 * Notices which of the open pieces of work are late, with one timer for all of them.
 *
 * A timer each would be a tenth of what a pending task weighs, set and cleared without firing nearly always.
 */
export class Deadlines<Work extends Due> {
  readonly #open: ReadonlySet<Work>
  readonly #onLate: (work: Work) => void
  #timer: NodeJS.Timeout | undefined
  #dueAt = Number.POSITIVE_INFINITY

  /** `onLate` changes the `dueAt` of what it was called for, or takes it out of the set. */
  constructor(open: ReadonlySet<Work>, onLate: (work: Work) => void) {
    this.#open = open
    this.#onLate = onLate
  }

  /** To be called when `dueAt` has been set. */
  watch({ dueAt }: Due): void {
    if (dueAt < this.#dueAt) this.#lookAgain(dueAt, performance.now())
    else this.#timer?.ref()
  }

  /** With nothing at work the timer need not keep the process alive. */
  rest(): void {
    this.#timer?.unref()
  }

  #look(): void {
    const now = performance.now()
    let next = Number.POSITIVE_INFINITY
    this.#dueAt = next
    for (const work of this.#open) {
      // Node's timers may be a fraction of a millisecond early.
      if (work.dueAt <= now + 1) this.#onLate(work)
      next = Math.min(next, work.dueAt)
    }
    if (next !== Number.POSITIVE_INFINITY)
      this.#lookAgain(Math.max(next, now + shortestPauseMs), now)
  }

  #lookAgain(at: number, now: number): void {
    clearTimeout(this.#timer)
    this.#dueAt = at
    // Outside the context of the work that happens to be the first: the timer outlives it.
    inRoot(() => {
      this.#timer = setTimeout(() => this.#look(), Math.min(at - now, longestPauseMs))
    })
  }
}

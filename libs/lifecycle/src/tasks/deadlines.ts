import type { Task } from './task.ts'

/** Between two looks at all tasks, for as long as one after the other gets late. */
const shortestPauseMs = 20
const longestPauseMs = 2 ** 31 - 1

/**
 * Tells tasks that their time is over, with one timer for all of them.
 *
 * A timer each would be a tenth of what a pending task weighs, set and cleared without firing nearly always.
 */
export class Deadlines {
  readonly #tasks: ReadonlySet<Task>
  readonly #onLate: (task: Task) => void
  #timer: NodeJS.Timeout | undefined
  #dueAt = Number.POSITIVE_INFINITY

  constructor(tasks: ReadonlySet<Task>, onLate: (task: Task) => void) {
    this.#tasks = tasks
    this.#onLate = onLate
  }

  /** To be called outside every async context, as everything that sets a timer. */
  watch(task: Task): void {
    if (task.dueAt < this.#dueAt) this.#lookAgain(task.dueAt, performance.now())
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
    for (const task of this.#tasks) {
      if (task.state !== 'running') continue
      // Node's timers may be a fraction of a millisecond early.
      if (task.dueAt <= now + 1) this.#onLate(task)
      else next = Math.min(next, task.dueAt)
    }
    if (next !== Number.POSITIVE_INFINITY)
      this.#lookAgain(Math.max(next, now + shortestPauseMs), now)
  }

  #lookAgain(at: number, now: number): void {
    clearTimeout(this.#timer)
    this.#dueAt = at
    this.#timer = setTimeout(() => this.#look(), Math.min(at - now, longestPauseMs))
  }
}

import { Deadlines, inRoot } from '@tailspan/scope'
import { Room } from './room.ts'
import type { Task, TaskOutcome, TaskWatcher } from './task.ts'

type PoolOptions = {
  maxRunning: number
  maxQueued: number
  onEnded: TaskWatcher['ended']
}

/** Holds the tasks that are not done, and lets so many of them work at a time. */
export class TaskPool implements TaskWatcher {
  /** Places for tasks in any state and for reserved slots. */
  readonly room: Room
  readonly tasks = new Set<Task>()
  readonly counts: Record<TaskOutcome, number> = {
    completed: 0,
    failed: 0,
    'timed-out': 0,
    abandoned: 0,
  }
  readonly #queue = new Set<Task>()
  readonly #maxRunning: number
  readonly #onEnded: TaskWatcher['ended']
  readonly #deadlines = new Deadlines<Task>(this.tasks, (task) => task.timeOut(this))
  #running = 0

  constructor({ maxRunning, maxQueued, onEnded }: PoolOptions) {
    this.room = new Room(maxRunning + maxQueued)
    this.#maxRunning = maxRunning
    this.#onEnded = onEnded
  }

  get running(): number {
    return this.#running
  }

  get queued(): number {
    return this.#queue.size
  }

  /** Lets a task begin, now or when another one is done. */
  ready(task: Task): void {
    if (!this.tasks.has(task) || task.state !== 'waiting') return
    if (this.#running < this.#maxRunning) this.#begin(task)
    else {
      task.state = 'queued'
      this.#queue.add(task)
    }
  }

  /** Takes back a task that has not begun. */
  withdraw(task: Task): void {
    if (this.tasks.delete(task)) this.room.leave()
  }

  ended(task: Task, outcome: TaskOutcome, error?: unknown): void {
    this.counts[outcome] += 1
    this.#onEnded(task, outcome, error)
  }

  settled(task: Task): boolean {
    // One that was abandoned has left already.
    if (!this.tasks.delete(task)) return false
    this.#running -= 1
    this.room.leave()
    this.#beginNext()
    if (this.#running === 0) this.#deadlines.rest()
    return true
  }

  /** Tells everything at work to stop, and abandons what has not begun. */
  shutDown(): void {
    for (const task of this.tasks) {
      if (task.begun) task.shutDown()
      else this.#abandon(task)
    }
  }

  /** Abandons all that is left. */
  abandonAll(): Task[] {
    const left = [...this.tasks]
    for (const task of left) this.#abandon(task)
    this.#deadlines.rest()
    return left
  }

  #begin(task: Task): void {
    this.#running += 1
    inRoot(() => {
      task.begin(this)
      this.#deadlines.watch(task)
    })
  }

  #beginNext(): void {
    const [next] = this.#queue
    if (!next) return
    this.#queue.delete(next)
    this.#begin(next)
  }

  #abandon(task: Task): void {
    this.tasks.delete(task)
    this.#queue.delete(task)
    if (task.begun) this.#running -= 1
    task.abandon(this)
    this.room.leave()
  }
}

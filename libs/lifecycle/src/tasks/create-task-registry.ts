import { detach, type Scope } from '@tailspan/scope'
import type { Actor } from '../group/actor.ts'
import { createRegistryActor } from './create-registry-actor.ts'
import { createSlot } from './create-slot.ts'
import { type CreationStacks, createCreationStacks } from './creation-stacks.ts'
import { drainTasks } from './drain-tasks.ts'
import { Task, type TaskFunction, taskOf } from './task.ts'
import { assertFunction, TasksClosed, TasksFull } from './task-errors.ts'
import { createTaskMetrics, type TaskFigures } from './task-metrics.ts'
import { TaskPool } from './task-pool.ts'
import type {
  DrainOptions,
  DrainResult,
  Overflow,
  PendingTask,
  StartHook,
  TaskOptions,
  TaskRegistry,
  TaskRegistryOptions,
  TaskSlot,
} from './task-registry.ts'
import { createTaskReport } from './task-report.ts'

type RunOptions = TaskOptions & { overflow?: Overflow }

const defaultTaskTimeoutMs = 30_000

/**
 * Makes the owner of detached work: it bounds, times, watches and drains it.
 *
 * shape:  at most maxRunning tasks at work and maxQueued more pending, reserved slots included
 * units:  taskTimeoutMs from the moment a task begins, 30 s by default
 * errors: tasks-full (retry later), tasks-closed (shutting down); a task's own error goes to its
 *         span, the log and onError, never to the caller
 * source: docs/adr/0004-who-owns-detached-work.md
 */
export function createTaskRegistry(options: TaskRegistryOptions): TaskRegistry {
  return new Tasks(options)
}

class Tasks implements TaskRegistry {
  readonly name: string
  readonly actor: Actor
  readonly #options: TaskRegistryOptions
  readonly #pool: TaskPool
  readonly #metrics: ReturnType<typeof createTaskMetrics>
  readonly #stacks: CreationStacks
  #drained: Promise<DrainResult> | undefined
  #closed = false

  constructor(options: TaskRegistryOptions) {
    const { name = 'tasks', stacks = true } = options
    this.name = name
    this.#options = options
    this.#stacks = createCreationStacks(stacks)
    this.#metrics = createTaskMetrics(name, () => this.#figures())
    const onEnded = createTaskReport(options, this.#metrics)
    this.#pool = new TaskPool({ ...options, onEnded })
    this.actor = createRegistryActor(this)
  }

  run<D>(
    name: string,
    data: D,
    fn: TaskFunction<D>,
    options: TaskOptions & { overflow: 'wait' },
  ): Promise<void>
  run<D>(
    name: string,
    data: D,
    fn: TaskFunction<D>,
    options: TaskOptions & { overflow?: 'reject' },
  ): void
  // biome-ignore lint/complexity/useMaxParams: as the interface has them
  run<D>(name: string, data: D, fn: TaskFunction<D>, options: RunOptions): Promise<void> | void {
    assertFunction(name, fn)
    this.#assertOpen(options.scope)
    this.#stacks.remember(name, this.run)
    const admit = () => this.#admit(name, data, fn, options)
    if (options.overflow === 'wait') {
      return this.#pool.room.whenFree(options.scope.signal).then(admit)
    }
    this.#enter()
    admit()
  }

  reserve(): TaskSlot {
    this.#assertOpen()
    this.#enter()
    const slot = createSlot(this.#pool.room, (name, data, ...rest) => {
      this.#stacks.remember(name, slot.run)
      this.#admit(name, data, ...rest)
    })
    return slot
  }

  pending(): readonly PendingTask[] {
    const now = performance.now()
    return [...this.#pool.tasks].map((task) => ({
      name: task.name,
      state: task.state,
      ageMs: now - task.madeAt,
      traceId: task.traceId,
      stack: this.#stacks.of(task.name),
    }))
  }

  drain(options: DrainOptions = {}): Promise<DrainResult> {
    this.#drained ??= this.#drain(options)
    return this.#drained
  }

  async #drain(options: DrainOptions): Promise<DrainResult> {
    const close = () => {
      this.#closed = true
    }
    this.#pool.room.turnAwayWaiters(new TasksClosed(this.name))
    return drainTasks(this.#pool, { ...options, onGiveUp: close }).finally(close)
  }

  // While draining, a task that is still at work may start others: they belong to it.
  #assertOpen(scope?: Scope): void {
    const parent = scope && taskOf(scope)
    const nested = parent !== undefined && this.#pool.tasks.has(parent)
    if (this.#closed || (this.#drained && !nested)) throw new TasksClosed(this.name)
  }

  #enter(): void {
    if (this.#pool.room.enter()) return
    this.#metrics.refused()
    throw new TasksFull(this.name)
  }

  // biome-ignore lint/complexity/useMaxParams: those of run
  #admit<D>(name: string, data: D, fn: TaskFunction<D>, options: RunOptions): void {
    // A place that was reserved before the end and is used after it: nobody would wait for the work.
    if (this.#closed) {
      this.#pool.room.leave()
      throw new TasksClosed(this.name)
    }
    const timeoutMs = options.timeoutMs ?? this.#options.taskTimeoutMs ?? defaultTaskTimeoutMs
    const { context } = detach(options.scope)
    const traced = options.span !== 'none'
    const work = fn as TaskFunction<never>
    const task = new Task(name, { data, fn: work, context, timeoutMs, traced })
    this.#pool.tasks.add(task)
    const { start = 'now' } = options
    if (start === 'now') this.#pool.ready(task)
    else this.#beginLater(task, start)
  }

  // Never inside the hook's own call, however early or often it calls back.
  #beginLater(task: Task, start: StartHook): void {
    try {
      start(() => queueMicrotask(() => this.#pool.ready(task)))
    } catch (error) {
      this.#pool.withdraw(task)
      throw error
    }
  }

  #figures(): TaskFigures {
    const [oldest] = this.#pool.tasks
    return {
      pending: this.#pool.tasks.size,
      running: this.#pool.running,
      queued: this.#pool.queued,
      oldestAgeMs: oldest ? performance.now() - oldest.madeAt : 0,
    }
  }
}

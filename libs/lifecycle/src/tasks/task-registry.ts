import type { Scope } from '@tailspan/scope'
import type { Actor } from '../group/actor.ts'
import type { Log } from '../log.ts'
import type { TaskFunction, TaskState } from './task.ts'

/** Calls `begin` when a task may start, for instance when the response is closed. */
export type StartHook = (begin: () => void) => void

/** `scope` is the caller's: its trace and baggage are kept, its cancellation is not. */
export type TaskOptions = {
  scope: Scope
  start?: 'now' | StartHook
  timeoutMs?: number
  /** `none` for work that makes a span of its own and nothing else; `task` by default. */
  span?: 'task' | 'none'
}

/** When there is no room, `reject` throws TasksFull and `wait` waits, as long as the caller's scope lives. */
export type Overflow = 'reject' | 'wait'

/** One line of the list of work that is not done; `stack` is where tasks of this name are made. */
export type PendingTask = {
  readonly name: string
  readonly state: TaskState
  readonly ageMs: number
  readonly traceId: string | undefined
  readonly stack: string | undefined
}

/** Enough of a task to find it again: its name, and its trace where there is one. */
export type AbandonedTask = { readonly name: string; readonly traceId: string | undefined }

/** Waits at most `timeoutMs`, or until the signal aborts; tasks that were aborted then have `graceMs` to end. */
export type DrainOptions = { timeoutMs?: number; signal?: AbortSignal; graceMs?: number }

/** Counted from the call of `drain` on; what timed out is among the failed. */
export type DrainResult = {
  readonly completed: number
  readonly failed: number
  readonly abandoned: readonly AbandonedTask[]
}

/** A place that was taken beforehand: use it once or release it. */
export interface TaskSlot extends Disposable {
  run<D>(name: string, data: D, fn: TaskFunction<D>, options: TaskOptions): void
  /** Gives the place back; does nothing after `run`. */
  release(): void
}

/** The owner of detached work. */
export interface TaskRegistry {
  readonly name: string
  /** Stops by draining until its signal is aborted; then fails with the names of what was abandoned. */
  readonly actor: Actor
  /** Starts a task or queues it; with `overflow: 'wait'` the promise resolves once there was room. */
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
  /** Takes a place before there is work for it, so that what is accepted afterwards is never refused. */
  reserve(): TaskSlot
  /** The work that is not done, oldest first. */
  pending(): readonly PendingTask[]
  /** Takes no more work, waits for what is pending, then aborts it. A second call gets the same promise. */
  drain(options?: DrainOptions): Promise<DrainResult>
}

/** The bounds are for the whole registry, `taskTimeoutMs` for each task that names no other. */
export type TaskRegistryOptions = {
  maxRunning: number
  maxQueued: number
  taskTimeoutMs?: number
  name?: string
  log?: Log
  onError?: (error: unknown, task: AbandonedTask) => void
  /** Whether the dump shows where tasks are made: one stack per task name. */
  stacks?: boolean
}

import { LifecycleError } from '../lifecycle-error.ts'

/** There is no room for another task: the caller refuses its own request and says when to retry. */
export class TasksFull extends LifecycleError {
  constructor(registry: string) {
    super('tasks-full', 'unavailable', `${registry}: as many tasks as allowed are pending`)
  }
}

/** The registry drains or has drained, and takes work from its own tasks at most. */
export class TasksClosed extends LifecycleError {
  constructor(registry: string) {
    super('tasks-closed', 'unavailable', `${registry}: closed, the process is shutting down`)
  }
}

/** The reason of a task's scope when its own time is over. */
export class TaskTimeout extends LifecycleError {
  constructor(task: string) {
    super('task-timeout', 'unavailable', `${task}: not done in its time`)
  }
}

/** A reserved place was used a second time, or after it had been given back. */
export class SlotUsed extends LifecycleError {
  constructor(task: string) {
    super('slot-used', 'internal', `${task}: its place was used or released before`)
  }
}

/** Throws at the call site: a function that was called instead of passed is a promise that no task owns. */
export function assertFunction(task: string, fn: unknown): void {
  if (typeof fn !== 'function') throw new TypeError(`task ${task}: ${typeof fn} is not a function`)
}

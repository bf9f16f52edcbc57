export type { Actor } from './actor.ts'
export { afterResponse, type Response } from './after-response.ts'
export { createTaskRegistry } from './create-task-registry.ts'
export { createGroup, type Group, type GroupOptions } from './group.ts'
export { type Cause, exitCode, type GroupResult } from './group-result.ts'
export { inBackground } from './in-background.ts'
export {
  GroupMisused,
  LifecycleError,
  type LifecycleErrorKind,
  ShuttingDown,
  shuttingDown,
  Uncaught,
  WorkAbandoned,
} from './lifecycle-error.ts'
export type { Log } from './log.ts'
export {
  createReadiness,
  type Readiness,
  type ReadinessCheck,
  type ReadinessOptions,
  type ReadinessReport,
} from './readiness.ts'
export { type RunOptions, runTogether } from './run-together.ts'
export type { TaskFunction, TaskOutcome, TaskState } from './task.ts'
export { SlotUsed, TasksClosed, TasksFull, TaskTimeout } from './task-errors.ts'
export type {
  AbandonedTask,
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
export { untilSignal } from './until-signal.ts'

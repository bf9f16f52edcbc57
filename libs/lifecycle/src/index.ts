export type { Actor } from './group/actor.ts'
export { createGroup, type Group, type GroupOptions } from './group/group.ts'
export { type Cause, exitCode, type GroupResult } from './group/group-result.ts'
export { inBackground } from './group/in-background.ts'
export {
  createReadiness,
  type Readiness,
  type ReadinessOptions,
  type ReadinessReport,
} from './group/readiness.ts'
export { type RunOptions, runTogether } from './group/run-together.ts'
export type { ReadinessCheck } from './group/shared-check.ts'
export { type StopRequest, tellStopRequests } from './group/stop-requests.ts'
export { untilSignal } from './group/until-signal.ts'
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
export { afterResponse, type Response } from './tasks/after-response.ts'
export { createTaskRegistry } from './tasks/create-task-registry.ts'
export type { TaskFunction, TaskOutcome, TaskState } from './tasks/task.ts'
export { SlotUsed, TasksClosed, TasksFull, TaskTimeout } from './tasks/task-errors.ts'
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
} from './tasks/task-registry.ts'

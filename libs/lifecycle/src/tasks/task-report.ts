import { context } from '@opentelemetry/api'
import { type Log, silentLog } from '../log.ts'
import type { Task, TaskOutcome, TaskWatcher } from './task.ts'
import type { createTaskMetrics } from './task-metrics.ts'
import type { TaskRegistryOptions } from './task-registry.ts'

/** Counts every end of a task and says the bad ones aloud, once each. */
export function createTaskReport(
  { log = silentLog, onError }: TaskRegistryOptions,
  metrics: ReturnType<typeof createTaskMetrics>,
): TaskWatcher['ended'] {
  return (task, outcome, error) => {
    metrics.ended(outcome)
    if (outcome === 'completed') return
    // In the task's context, so that the line carries its trace id.
    context.with(task.context, () => {
      attempt(() => logEnd(log, task, { outcome, error }))
      if (outcome === 'abandoned') return
      attempt(() => onError?.(error, { name: task.name, traceId: task.traceId }))
    })
  }
}

// A reporter of the work must not be able to stop it.
function attempt(report: () => void): void {
  try {
    report()
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error))
  }
}

function logEnd(log: Log, task: Task, end: { outcome: TaskOutcome; error: unknown }): void {
  if (end.outcome === 'abandoned') log.error('task.abandoned', { task: task.name })
  else log.error('task.failed', { task: task.name, outcome: end.outcome, err: end.error })
}

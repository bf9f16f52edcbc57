// The names this package gives to telemetry; docs/telemetry.md says what they mean.

export const instrumentationName = '@tailspan/lifecycle'

export const attributes = {
  detached: 'tailspan.detached',
  registry: 'tailspan.task.registry',
  outcome: 'tailspan.task.outcome',
  errorType: 'error.type',
} as const

export const metricNames = {
  pending: 'tailspan.tasks.pending',
  running: 'tailspan.tasks.running',
  queued: 'tailspan.tasks.queued',
  oldestAge: 'tailspan.tasks.oldest_age',
  ended: 'tailspan.tasks.ended',
  refused: 'tailspan.tasks.refused',
} as const

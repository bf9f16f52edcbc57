import { metrics } from '@opentelemetry/api'
import { attributes, instrumentationName, metricNames } from '../names.ts'
import type { TaskOutcome } from './task.ts'

/** Gauge values at collection time. */
export type TaskFigures = { pending: number; running: number; queued: number; oldestAgeMs: number }

/** Reports the figures of one registry whenever they are collected, and counts what happens. */
export function createTaskMetrics(registry: string, figures: () => TaskFigures) {
  const meter = metrics.getMeter(instrumentationName)
  const labels = { [attributes.registry]: registry }
  const ended = meter.createCounter(metricNames.ended, { unit: '{task}' })
  const refused = meter.createCounter(metricNames.refused, { unit: '{task}' })
  const pending = meter.createObservableGauge(metricNames.pending, { unit: '{task}' })
  const running = meter.createObservableGauge(metricNames.running, { unit: '{task}' })
  const queued = meter.createObservableGauge(metricNames.queued, { unit: '{task}' })
  const oldestAge = meter.createObservableGauge(metricNames.oldestAge, { unit: 's' })

  meter.addBatchObservableCallback(
    (result) => {
      const now = figures()
      result.observe(pending, now.pending, labels)
      result.observe(running, now.running, labels)
      result.observe(queued, now.queued, labels)
      result.observe(oldestAge, now.oldestAgeMs / 1_000, labels)
    },
    [pending, running, queued, oldestAge],
  )
  return {
    ended: (outcome: TaskOutcome) => ended.add(1, { ...labels, [attributes.outcome]: outcome }),
    refused: () => refused.add(1, labels),
  }
}

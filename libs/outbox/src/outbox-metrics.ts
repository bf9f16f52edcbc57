import type { BatchObservableResult } from '@opentelemetry/api'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import { createRareReading, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import { readBacklog } from './rows/backlog.ts'

/** Reports the backlog whenever metrics are collected; returns a function that stops it. */
export function observeBacklog(kysely: QueryExecutorProvider): () => void {
  const rows = meter.createObservableGauge(
    metricNames.outboxBacklog,
    metricOptions('outboxBacklog'),
  )
  const parked = meter.createObservableGauge(
    metricNames.outboxParked,
    metricOptions('outboxParked'),
  )
  const age = meter.createObservableGauge(
    metricNames.outboxOldestAge,
    metricOptions('outboxOldestAge'),
  )
  const instruments = [rows, parked, age]
  const takeBacklog = createRareReading(() => readBacklog(kysely))
  async function observe(result: BatchObservableResult): Promise<void> {
    // No answer: that the database is unavailable, other metrics report.
    const backlog = await takeBacklog()
    if (!backlog) return
    result.observe(rows, backlog.rows)
    result.observe(parked, backlog.parked)
    result.observe(age, backlog.oldestAgeMs / 1_000)
  }
  meter.addBatchObservableCallback(observe, instruments)
  return () => meter.removeBatchObservableCallback(observe, instruments)
}

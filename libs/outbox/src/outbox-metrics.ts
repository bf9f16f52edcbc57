import type { BatchObservableResult } from '@opentelemetry/api'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import { createRareReading, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import { readBacklog } from './rows/backlog.ts'

/** Counts what waits whenever metrics are read; returns how to stop that. */
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
    // A database that is away is somebody else's metric.
    const backlog = await takeBacklog()
    if (!backlog) return
    result.observe(rows, backlog.rows)
    result.observe(parked, backlog.parked)
    result.observe(age, backlog.oldestAgeMs / 1_000)
  }
  meter.addBatchObservableCallback(observe, instruments)
  return () => meter.removeBatchObservableCallback(observe, instruments)
}

import type { BatchObservableResult } from '@opentelemetry/api'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import { createRareReading, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import { readSlotLag } from './slot-lag.ts'

/** Reports the connector's slot, if there is one, whenever metrics are collected; returns a function that stops it. */
export function observeSlot(kysely: QueryExecutorProvider, slot: string): () => void {
  const lag = meter.createObservableGauge(metricNames.outboxSlotLag, metricOptions('outboxSlotLag'))
  const readers = meter.createObservableGauge(
    metricNames.outboxSlotReaders,
    metricOptions('outboxSlotReaders'),
  )
  const instruments = [lag, readers]
  const takeLag = createRareReading(() => readSlotLag(kysely, slot))
  async function observe(result: BatchObservableResult): Promise<void> {
    const now = await takeLag()
    if (!now) return
    result.observe(lag, now.bytes)
    result.observe(readers, now.readers)
  }
  meter.addBatchObservableCallback(observe, instruments)
  return () => meter.removeBatchObservableCallback(observe, instruments)
}

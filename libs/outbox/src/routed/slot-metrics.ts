import type { BatchObservableResult } from '@opentelemetry/api'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import { createRareReading, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import { readSlotLag } from './slot-lag.ts'

/** Asks for the connector's slot whenever metrics are read; returns how to stop that. Without a slot there are no figures. */
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

import type { BatchObservableResult } from '@opentelemetry/api'
import { attributes, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import type { Pool } from './pool.ts'

/**
 * Counts the connections of a pool whenever metrics are read; returns how to stop that.
 *
 * The pg instrumentation counts too, but only pools that connect inside of a trace.
 */
export function observePool(pool: Pool, name: string, maxConnections: number): () => void {
  const [count, waiting, max] = (['dbConnections', 'dbWaiting', 'dbConnectionMax'] as const).map(
    (metric) => meter.createObservableUpDownCounter(metricNames[metric], metricOptions(metric)),
  )
  if (!count || !waiting || !max) return () => {}
  const instruments = [count, waiting, max]
  const poolName = { [attributes.dbPoolName]: name }
  const observe = (result: BatchObservableResult) => {
    const counts = pool.counts()
    const state = attributes.dbConnectionState
    result.observe(count, counts.idle, { ...poolName, [state]: 'idle' })
    result.observe(count, counts.used, { ...poolName, [state]: 'used' })
    result.observe(waiting, counts.waiting, poolName)
    result.observe(max, maxConnections, poolName)
  }
  meter.addBatchObservableCallback(observe, instruments)
  return () => meter.removeBatchObservableCallback(observe, instruments)
}

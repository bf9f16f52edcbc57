import type { BatchObservableResult } from '@opentelemetry/api'
import type { IncomingRecord } from '@tailspan/kafka'
import { createRareReading, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import type { DeferredMails } from '../domain/deferred-mails.ts'

/** Counts the deferred mails whenever metrics are read; returns how to stop that. */
export function observeDeferred(mails: Pick<DeferredMails<IncomingRecord>, 'count'>): () => void {
  const [deferred, age] = (['mailsDeferred', 'mailsDeferredOldestAge'] as const).map((metric) =>
    meter.createObservableGauge(metricNames[metric], metricOptions(metric)),
  )
  if (!deferred || !age) return () => {}
  const takeCounts = createRareReading(() => mails.count())
  async function observe(result: BatchObservableResult): Promise<void> {
    // A database that is away has metrics of its own.
    const counts = await takeCounts()
    if (!counts || !deferred || !age) return
    result.observe(deferred, counts.mails)
    result.observe(age, counts.oldestAgeMs / 1_000)
  }
  meter.addBatchObservableCallback(observe, [deferred, age])
  return () => meter.removeBatchObservableCallback(observe, [deferred, age])
}

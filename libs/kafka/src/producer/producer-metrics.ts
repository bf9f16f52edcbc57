import { attributes, meter, metricNames, metricOptions } from '@tailspan/telemetry'

export type ProducerMetrics = {
  queued(topic: string): void
  /** `code` is that of the error, if there was one. */
  settled(topic: string, how: { readonly durationMs: number; readonly code?: string }): void
}

/** The instruments of one producer. Labels come from small closed sets: topics and codes. */
export function createProducerMetrics(): ProducerMetrics {
  const pending = meter.createUpDownCounter(
    metricNames.producerPending,
    metricOptions('producerPending'),
  )
  const sent = meter.createCounter(metricNames.messagesSent, metricOptions('messagesSent'))
  const duration = meter.createHistogram(
    metricNames.messageSendDuration,
    metricOptions('messageSendDuration'),
  )
  const at = (topic: string) => ({ [attributes.messagingDestinationName]: topic })
  return {
    queued: (topic) => pending.add(1, at(topic)),
    settled(topic, { durationMs, code }) {
      const labels = { ...at(topic), ...(code !== undefined && { [attributes.errorType]: code }) }
      pending.add(-1, at(topic))
      sent.add(1, labels)
      duration.record(durationMs / 1_000, labels)
    },
  }
}

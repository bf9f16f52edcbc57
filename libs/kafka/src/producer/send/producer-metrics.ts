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
  const labelsOf = rememberLabels()
  return {
    queued: (topic) => pending.add(1, labelsOf(topic)),
    settled(topic, { durationMs, code }) {
      const at = labelsOf(topic)
      const labels = code === undefined ? at : { ...at, [attributes.errorType]: code }
      pending.add(-1, at)
      sent.add(1, labels)
      duration.record(durationMs / 1_000, labels)
    },
  }
}

// Made once for each topic: they are few, and every record has three figures.
function rememberLabels(): (topic: string) => Readonly<Record<string, string>> {
  const byTopic = new Map<string, Readonly<Record<string, string>>>()
  return (topic) => {
    const known = byTopic.get(topic)
    if (known) return known
    const labels = Object.freeze({ [attributes.messagingDestinationName]: topic })
    byTopic.set(topic, labels)
    return labels
  }
}

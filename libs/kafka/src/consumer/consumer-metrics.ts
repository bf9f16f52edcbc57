import { attributes, meter, metricNames, metricOptions } from '@tailspan/telemetry'

export type ConsumerMetrics = {
  skipped(topic: string, reason: string): void
  retried(topic: string, code: string): void
  deadLettered(topic: string, code: string): void
  processed(topic: string, durationMs: number): void
}

/** The counters of one consumer group. Labels come from small closed sets: topics, groups, codes. */
export function createConsumerMetrics(groupId: string): ConsumerMetrics {
  const counter = (metric: 'consumerSkipped' | 'consumerRetried' | 'deadLetters') =>
    meter.createCounter(metricNames[metric], metricOptions(metric))
  const skipped = counter('consumerSkipped')
  const retried = counter('consumerRetried')
  const deadLetters = counter('deadLetters')
  const consumed = meter.createCounter(
    metricNames.messagesConsumed,
    metricOptions('messagesConsumed'),
  )
  const duration = meter.createHistogram(
    metricNames.messageProcessDuration,
    metricOptions('messageProcessDuration'),
  )
  const at = (topic: string) => ({
    [attributes.messagingDestinationName]: topic,
    [attributes.messagingConsumerGroupName]: groupId,
  })
  return {
    skipped: (topic, reason) => skipped.add(1, { ...at(topic), [attributes.skipped]: reason }),
    retried: (topic, code) => retried.add(1, { ...at(topic), [attributes.errorType]: code }),
    deadLettered: (topic, code) =>
      deadLetters.add(1, { ...at(topic), [attributes.deadLetterReason]: code }),
    processed(topic, durationMs) {
      consumed.add(1, at(topic))
      duration.record(durationMs / 1_000, at(topic))
    },
  }
}

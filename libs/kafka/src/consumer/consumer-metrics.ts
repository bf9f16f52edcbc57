import { attributes, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import type { CloudEvent } from '../message/cloud-event.ts'

export type ConsumerMetrics = {
  skipped(topic: string, reason: string): void
  retried(topic: string, code: string): void
  deadLettered(topic: string, code: string): void
  processed(topic: string, durationMs: number): void
  /** The event has had its effect in this group. */
  handled(topic: string, event: Pick<CloudEvent, 'type' | 'time'>): void
  rebalanced(): void
}

/** The counters of one consumer group. Labels come from small closed sets: topics, groups, codes. */
export function createConsumerMetrics(groupId: string): ConsumerMetrics {
  const skipped = counter('consumerSkipped')
  const retried = counter('consumerRetried')
  const deadLetters = counter('deadLetters')
  const consumed = counter('messagesConsumed')
  const rebalances = counter('consumerRebalances')
  const duration = histogram('messageProcessDuration')
  const delay = histogram('eventEffectDelay')
  const group = { [attributes.messagingConsumerGroupName]: groupId }
  const at = (topic: string) => ({ [attributes.messagingDestinationName]: topic, ...group })
  return {
    skipped: (topic, reason) => skipped.add(1, { ...at(topic), [attributes.skipped]: reason }),
    retried: (topic, code) => retried.add(1, { ...at(topic), [attributes.errorType]: code }),
    deadLettered: (topic, code) =>
      deadLetters.add(1, { ...at(topic), [attributes.deadLetterReason]: code }),
    processed(topic, durationMs) {
      consumed.add(1, at(topic))
      duration.record(durationMs / 1_000, at(topic))
    },
    handled(topic, { type, time }) {
      const delayMs = Date.now() - Date.parse(time)
      // The sender's clock may be ahead, and what it wrote need not be a time.
      if (Number.isFinite(delayMs))
        delay.record(Math.max(0, delayMs) / 1_000, {
          ...at(topic),
          [attributes.cloudeventsEventType]: type,
        })
    },
    rebalanced: () => rebalances.add(1, group),
  }
}

function counter(metric: Parameters<typeof metricOptions>[0]) {
  return meter.createCounter(metricNames[metric], metricOptions(metric))
}

function histogram(metric: Parameters<typeof metricOptions>[0]) {
  return meter.createHistogram(metricNames[metric], metricOptions(metric))
}

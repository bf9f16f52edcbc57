import type { Actor } from '@tailspan/lifecycle'
import { createTopics, deadLetterTopic, type TopicSpec } from './create-topics.ts'
import type { Kafka } from './kafka.ts'
import { createPing } from './ping.ts'

/** Sees to topics and asks after the brokers' health. */
export type KafkaAdmin = {
  /** Starts when the topics are there; list it before who sends or hears. */
  readonly actor: Actor
  /** Really asks a broker; rejects when none answers. */
  ping(): Promise<void>
}

/**
 * Sees to the topics of a service and asks after the brokers' health.
 *
 * shape: each topic gets its dead-letter topic, `<topic>.dlt`
 */
export function createKafkaAdmin(kafka: Kafka, specs: readonly TopicSpec[]): KafkaAdmin {
  const all = specs.flatMap((spec) => [spec, deadLetterTopic(spec)])
  const { ping, close } = createPing(kafka)
  return {
    ping,
    actor: {
      name: 'kafka admin',
      start: (signal) => createTopics(kafka, all, { signal }),
      stop: close,
      // For the goodbye.
      reserveMs: 300,
    },
  }
}

import type { Actor } from '@tailspan/lifecycle'
import { createTopics, deadLetterTopic, type TopicSpec } from './create-topics.ts'
import type { Kafka } from './kafka.ts'

/** Creates topics and the dead-letter topic of each at start; list it before who sends or hears. */
export function createTopicsActor(kafka: Kafka, specs: readonly TopicSpec[]): Actor {
  const all = specs.flatMap((spec) => [spec, deadLetterTopic(spec)])
  return { name: 'kafka topics', start: (signal) => createTopics(kafka, all, { signal }) }
}

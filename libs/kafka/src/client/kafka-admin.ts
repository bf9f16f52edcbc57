import type { Actor } from '@tailspan/lifecycle'
import { inRoot } from '@tailspan/scope'
import { createTopics, deadLetterTopic, type TopicSpec } from './create-topics.ts'
import { type Kafka, openClient } from './kafka.ts'
import { untilConnected } from './until-connected.ts'

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
  const admin = openClient(kafka).admin()
  const patience = { log: kafka.log, who: 'admin' }
  return {
    ping: async () => void (await inRoot(() => admin.describeCluster())),
    actor: {
      name: 'kafka admin',
      async start(signal) {
        await createTopics(kafka, all, { signal })
        await inRoot(() => untilConnected(() => admin.connect(), { ...patience, signal }))
      },
      stop: () => admin.disconnect(),
    },
  }
}

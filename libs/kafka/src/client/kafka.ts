import { Rights } from '../faults/rights.ts'
import { kafkajsClient } from './kafkajs/kafkajs-client.ts'
import type { KafkaClient } from './port/kafka-client.ts'
import type { ClientSettings, KafkaOptions } from './settings.ts'

/** Where the brokers are and how to talk to them; producers and consumers are made of it. */
export type Kafka = ClientSettings & {
  /** What is known of missing rights, by all that is made of it. */
  readonly rights: Rights
  /** Talks to the brokers. */
  readonly client: KafkaClient
}

/**
 * Says where the brokers are. Nothing is connected before an actor starts.
 *
 * shape: compression none if left out
 * units: requestTimeoutMs in milliseconds, 5,000 if left out: how long a silent broker is waited for
 */
export function createKafka(options: KafkaOptions): Kafka {
  const { tls, sasl, log } = options
  if (sasl?.mechanism === 'plain' && !tls) log.warn('kafka.password-in-the-clear')
  const chosen = { rights: new Rights(log), client: kafkajsClient }
  return Object.freeze({ requestTimeoutMs: 5_000, compression: 'none', ...chosen, ...options })
}

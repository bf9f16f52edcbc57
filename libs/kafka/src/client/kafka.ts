import { TailspanError } from '@tailspan/errors'
import { Rights } from '../faults/rights.ts'
import type { KafkaClient } from './port/kafka-client.ts'
import type { ClientName, ClientSettings, GroupProtocolName, KafkaOptions } from './settings.ts'

/** Where the brokers are and how to talk to them; producers and consumers are made of it. */
export type Kafka = ClientSettings & {
  /** What is known of missing rights, by all that is made of it. */
  readonly rights: Rights
  /** Talks to the brokers. */
  readonly client: KafkaClient
}

/** Each is loaded when it is chosen: a process pays for one. */
const loadClient: Readonly<Record<ClientName, () => Promise<KafkaClient>>> = {
  kafkajs: async () => (await import('./kafkajs/kafkajs-client.ts')).kafkajsClient,
  platformatic: async () =>
    (await import('./platformatic/platformatic-client.ts')).platformaticClient,
}

/**
 * Says where the brokers are, and loads the client that talks to them. Nothing is connected before an actor starts.
 *
 * shape: client kafkajs, compression none, groupProtocol classic if left out
 * units: requestTimeoutMs in milliseconds, 5,000 if left out: how long a silent broker is waited for
 * errors: group-protocol-missing: the client cannot be a member of a group in this way
 */
export async function createKafka({
  client: name = 'kafkajs',
  ...options
}: KafkaOptions): Promise<Kafka> {
  return withClient(await loadClient[name](), options)
}

/** The same with a client that is there. */
export function withClient(client: KafkaClient, options: Omit<KafkaOptions, 'client'>): Kafka {
  const { tls, sasl, log, groupProtocol = 'classic' } = options
  if (!client.groupProtocols.includes(groupProtocol)) throw new GroupProtocolMissing(groupProtocol)
  if (sasl?.mechanism === 'plain' && !tls) log.warn('kafka.password-in-the-clear')
  const chosen = { rights: new Rights(log), client, groupProtocol }
  return Object.freeze({ requestTimeoutMs: 5_000, compression: 'none', ...options, ...chosen })
}

class GroupProtocolMissing extends TailspanError {
  constructor(name: GroupProtocolName) {
    super('group-protocol-missing', 'invalid', `this Kafka client has no group protocol ${name}`)
  }
}

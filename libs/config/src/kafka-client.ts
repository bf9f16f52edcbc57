import { oneOf } from './parsers.ts'
import type { Config, Setting } from './read-config.ts'

/** Who gives out the partitions of a group: `classic` one of its members, `consumer` the broker, which one of the clients knows. */
const kafkaGroupProtocol: Setting<'classic' | 'consumer'>['parse'] = (text, { KAFKA_CLIENT }) => {
  const name = oneOf('classic', 'consumer')(text)
  if (name === 'consumer' && KAFKA_CLIENT !== 'platformatic')
    throw new Error('must be classic without KAFKA_CLIENT=platformatic')
  return name
}

/** Which client talks to the brokers, and how its groups are held. */
export const kafkaClientSettings = {
  kafkaClient: {
    env: 'KAFKA_CLIENT',
    parse: oneOf('kafkajs', 'platformatic'),
    fallback: 'kafkajs',
  },
  kafkaGroupProtocol: {
    env: 'KAFKA_GROUP_PROTOCOL',
    parse: kafkaGroupProtocol,
    fallback: 'classic',
  },
} as const satisfies Record<string, Setting<unknown>>

/** Both, as a client is given them. */
export function toClientOptions({
  kafkaClient: client,
  kafkaGroupProtocol: groupProtocol,
}: Config<typeof kafkaClientSettings>) {
  return { client, groupProtocol }
}

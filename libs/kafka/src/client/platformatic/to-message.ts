import { Buffer } from 'node:buffer'
import type { MessageToProduce } from '@platformatic/kafka'
import { valuesOf } from '../../message/kafka-headers.ts'
import type { OutgoingMessage } from '../../message/outgoing-message.ts'

/** A record as the client encodes it; a name that is repeated has a buffer of its own each time. */
export function toMessage(message: OutgoingMessage, partition: number): MessageToProduce {
  const { topic, key, value, headers } = message
  const entries = Object.entries(headers).flatMap(([name, header]) =>
    valuesOf(header).map((one) => [Buffer.from(name), toBytes(one)] as const),
  )
  // The client writes null as Kafka's null; its types do not say so.
  const bytes = { key: toBytes(key), value: toBytes(value), headers: new Map(entries) }
  return { topic, partition, ...bytes } as MessageToProduce
}

function toBytes(value: string | Buffer | null): Buffer | null {
  return typeof value === 'string' ? Buffer.from(value) : value
}

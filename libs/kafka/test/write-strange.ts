import kafkajs, { type IHeaders } from 'kafkajs'
import { encodeEventHeaders } from '../src/message/event-codec.ts'
import type { KafkaHeaders } from '../src/message/kafka-headers.ts'
import { openKafka } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

/** kafkajs without anything of ours but its codecs. */
export function rawClient() {
  const { brokers } = openKafka()
  return new kafkajs.Kafka({ brokers: [...brokers], clientId: 'stranger', logLevel: 0 })
}

type Strange = {
  readonly key?: string | Buffer | null
  readonly value?: string | Buffer | null
  readonly headers?: KafkaHeaders
}

type Way = { readonly compression?: number }

/** Writes records in one batch, as another program might; without a value, and without headers, they are good events. */
export async function writeStrange(
  topic: string,
  records: readonly Strange[],
  { compression = 0 }: Way = {},
): Promise<void> {
  const createPartitioner = kafkajs.Partitioners.DefaultPartitioner
  const producer = rawClient().producer({ createPartitioner, allowAutoTopicCreation: false })
  await producer.connect()
  try {
    const messages = records.map(({ key = 'k', value, headers = {} }) => {
      const event = createOrderPlaced()
      const all = Object.assign(Object.create(null), encodeEventHeaders(event), headers) as IHeaders
      return { key, value: value === undefined ? JSON.stringify(event.data) : value, headers: all }
    })
    await producer.send({ topic, messages, compression })
  } finally {
    await producer.disconnect()
  }
}

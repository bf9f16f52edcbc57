import type { Message, TopicMessages } from 'kafkajs'
import type { OutgoingMessage } from '../message/outgoing-message.ts'
import type { Load } from './carrier.ts'

/** A batch in the shape of kafkajs: by topic, in the order of the batch. */
export function toTopicMessages(batch: readonly Load[]): TopicMessages[] {
  const byTopic = Map.groupBy(batch, ({ message }) => message.topic)
  return [...byTopic].map(([topic, loads]) => ({ topic, messages: loads.map(toKafkaMessage) }))
}

function toKafkaMessage(load: Load): Message {
  return new KafkaMessage(load)
}

// A class, because two accessors of its own for each record would cost more than the record.
class KafkaMessage implements Message {
  readonly key: OutgoingMessage['key']
  readonly value: OutgoingMessage['value']
  readonly headers: Record<string, string>
  readonly #load: Load

  constructor(load: Load) {
    const { key, value, headers } = load.message
    this.key = key
    this.value = value
    // A new object each time: whoever instruments kafkajs writes into it.
    this.headers = { ...headers } as Record<string, string>
    this.#load = load
  }

  get partition(): number {
    return this.#load.partition as number
  }

  // The partitioner writes here what it has chosen.
  set partition(partition: number) {
    this.#load.partition = partition
  }
}

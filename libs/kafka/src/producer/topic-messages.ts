import type { Message, TopicMessages } from 'kafkajs'
import type { Load } from './carrier.ts'

/** A batch in the shape of kafkajs: by topic, in the order of the batch. */
export function toTopicMessages(batch: readonly Load[]): TopicMessages[] {
  const byTopic = Map.groupBy(batch, ({ message }) => message.topic)
  return [...byTopic].map(([topic, loads]) => ({ topic, messages: loads.map(toKafkaMessage) }))
}

// A new headers object each time: whoever instruments kafkajs writes into it.
function toKafkaMessage(load: Load): Message {
  const { key, value, headers } = load.message
  return {
    key,
    value,
    headers: { ...headers } as Record<string, string>,
    // The partitioner writes here what it has chosen.
    get partition() {
      return load.partition as number
    },
    set partition(partition: number) {
      load.partition = partition
    },
  }
}

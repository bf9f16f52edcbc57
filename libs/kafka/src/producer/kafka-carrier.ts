import { inRoot } from '@tailspan/scope'
import type { RecordMetadata } from 'kafkajs'
import type { Kafka } from '../client/kafka.ts'
import { type Carrier, CarryFailed, type Load } from './carrier.ts'
import { faultOf } from './fault-of.ts'
import { type IdempotentLink, openLink } from './idempotent-link.ts'
import { ProducerStopped } from './send-errors.ts'
import { toTopicMessages } from './topic-messages.ts'

export type KafkaCarrier = Carrier & {
  /** Connects now, outside every request, so that no socket keeps one alive. */
  connect(): Promise<void>
  close(): Promise<void>
}

/** Carries batches with kafkajs; a retired link is replaced by one with a new producer id. */
export function createKafkaCarrier(kafka: Kafka, knownTopics: readonly string[]): KafkaCarrier {
  const topics = new Set(knownTopics)
  let link: IdempotentLink | undefined
  let isClosed = false

  async function connect(): Promise<IdempotentLink> {
    // What was given up at the stop must not open a socket that keeps the process alive.
    if (isClosed) throw new ProducerStopped()
    link ??= inRoot(() => openLink(kafka))
    await link.connect(topics)
    return link
  }

  async function carry(batch: readonly Load[]): Promise<void> {
    try {
      const ready = await connect()
      const answer = await ready.send(toTopicMessages(batch))
      assertAllAnswered(batch, answer)
    } catch (cause) {
      if (cause instanceof CarryFailed) throw cause
      throw new CarryFailed({ fault: faultOf(cause), left: hasLeft() }, { cause })
    }
  }

  const hasLeft = () => link?.hasLeft() ?? false
  function retire(): void {
    link?.destroy()
    link = undefined
  }
  return {
    carry,
    hasLeft,
    retire,
    connect: async () => void (await connect()),
    close: async () => {
      isClosed = true
      await link?.disconnect()
      link = undefined
    },
  }
}

// When a leader moves in the middle of a batch, kafkajs can leave a partition out and say nothing.
function assertAllAnswered(batch: readonly Load[], answer: readonly RecordMetadata[]): void {
  const byTopic = Map.groupBy(answer, ({ topicName }) => topicName)
  const isAnswered = ({ message, partition }: Load) =>
    byTopic.get(message.topic)?.some((answered) => answered.partition === partition)
  const missing = batch.find((load) => !isAnswered(load))
  if (!missing) return
  const cause = new Error(`no answer for ${missing.message.topic}/${missing.partition}`)
  throw new CarryFailed({ fault: 'producer', left: true }, { cause })
}

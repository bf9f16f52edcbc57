import {
  type ICustomPartitioner,
  Partitioners,
  type RecordMetadata,
  type TopicMessages,
} from 'kafkajs'
import { endWithin } from '../client/end-within.ts'
import { type Kafka, openClient } from '../client/kafka.ts'
import { watchSockets } from '../client/watched-sockets.ts'

/** One producer id on one set of sockets. */
export type IdempotentLink = {
  connect(): Promise<void>
  send(topicMessages: TopicMessages[]): Promise<RecordMetadata[]>
  /** Whether bytes of the latest `send` were handed to a socket. */
  hasLeft(): boolean
  /** Nothing leaves from here any more. */
  destroy(): void
  disconnect(): Promise<void>
}

const goodbyeMs = 500

/** Opens a producer of its own. */
export function openLink(kafka: Kafka): IdempotentLink {
  const sockets = watchSockets()
  const producer = openClient(kafka, sockets.factory).producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    createPartitioner: stickyPartitioner,
    retry: { retries: 2 },
  })
  let connecting: Promise<void> | undefined

  function connect(): Promise<void> {
    connecting ??= producer.connect().catch((error) => {
      connecting = undefined
      throw error
    })
    return connecting
  }
  return {
    connect,
    send(topicMessages) {
      sockets.forget()
      return producer.sendBatch({ acks: -1, timeout: kafka.requestTimeoutMs, topicMessages })
    },
    hasLeft: sockets.hasProduced,
    destroy: sockets.destroy,
    async disconnect() {
      // A frozen broker never answers the goodbye.
      await endWithin(goodbyeMs, producer.disconnect())
      sockets.destroy()
    },
  }
}

// A message keeps its partition: a repeated batch must be the same batch, or its sequence is wrong.
const stickyPartitioner: ICustomPartitioner = () => {
  const choose = Partitioners.DefaultPartitioner()
  return (args) => {
    args.message.partition ??= choose(args)
    return args.message.partition
  }
}

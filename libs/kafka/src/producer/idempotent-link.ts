import {
  type ICustomPartitioner,
  Partitioners,
  type Producer,
  type RecordMetadata,
  type TopicMessages,
} from 'kafkajs'
import { compressionTypes } from '../client/compression.ts'
import { endWithin } from '../client/end-within.ts'
import { type Kafka, openClient } from '../client/kafka.ts'
import { watchSockets } from '../client/watched-sockets.ts'

/** One producer id on one set of sockets. */
export type IdempotentLink = {
  /** Also asks where these topics are, so that the first record of one need not wait for that. */
  connect(topics: Iterable<string>): Promise<void>
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
  const how = {
    ...{ acks: -1, timeout: kafka.requestTimeoutMs },
    compression: compressionTypes[kafka.compression],
  }
  let connecting: Promise<void> | undefined

  function connect(topics: Iterable<string>): Promise<void> {
    connecting ??= producer.connect().then(
      () => warmUp(producer, topics),
      (error) => {
        connecting = undefined
        throw error
      },
    )
    return connecting
  }
  return {
    connect,
    send(topicMessages) {
      sockets.forget()
      return producer.sendBatch({ ...how, topicMessages })
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

// A batch without messages asks for the metadata and sends nothing. Whether a topic exists is the
// business of the record that needs it.
async function warmUp(producer: Producer, topics: Iterable<string>): Promise<void> {
  const topicMessages = [...topics].map((topic) => ({ topic, messages: [] }))
  if (topicMessages.length > 0) await producer.sendBatch({ topicMessages }).catch(() => {})
}

// A message keeps its partition: a repeated batch must be the same batch, or its sequence is wrong.
const stickyPartitioner: ICustomPartitioner = () => {
  const choose = Partitioners.DefaultPartitioner()
  return (args) => {
    args.message.partition ??= choose(args)
    return args.message.partition
  }
}

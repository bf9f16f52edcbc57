import type { OutgoingMessage } from '../../message/outgoing-message.ts'
import type { Connections, PartitionLocation, TopicLocation } from './connections.ts'

/** What a producer needs of a client. Batches, order and repetitions are the producer's own. */
export interface ProduceConnections extends Connections {
  /** `refresh` asks for this topic, too. */
  addTopic(topic: string): void
  /** Of the latest answer, and another list after each; nothing before the first. */
  readonly locations: readonly TopicLocation[] | undefined
  /** Asks where the added topics are. */
  refresh(): Promise<void>
  /** Forgets a broker that does not answer according to this error, and asks another where the topics are; never rejects. */
  heal(error: unknown): Promise<void>
  /** As Kafka's own clients choose it: records of one key are in one partition, whichever client has written them. */
  choosePartition(message: OutgoingMessage, partitions: readonly PartitionLocation[]): number
  /** A new id for an idempotent producer without transactions. */
  openProducerId(): Promise<ProducerId>
  /**
   * Sends one request to one leader, acknowledged by all replicas in sync.
   *
   * shape:  resolves to the broker's answer, whatever it says of each partition
   * errors: nothing is known but what `onWrite` has told
   */
  produce(request: ProduceRequest): Promise<ProduceResponse>
}

export type ProducerId = { readonly producerId: string; readonly producerEpoch: number }

export type ProduceRequest = ProducerId & {
  readonly nodeId: number
  readonly topicData: readonly {
    readonly topic: string
    readonly partitions: readonly {
      readonly partition: number
      readonly firstSequence: number
      readonly messages: readonly OutgoingMessage[]
    }[]
  }[]
  /** Called when the bytes are handed to a socket. */
  readonly onWrite: () => void
}

export type ProduceResponse = {
  readonly topics: readonly {
    readonly topicName: string
    readonly partitions: readonly PartitionAnswer[]
  }[]
}

export type PartitionAnswer = {
  readonly partition: number
  readonly errorCode: number
  readonly baseOffset: string
}

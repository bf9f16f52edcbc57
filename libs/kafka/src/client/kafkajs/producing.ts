import kafkajs, { type Message, type PartitionMetadata } from 'kafkajs'
import type { OutgoingMessage } from '../../message/outgoing-message.ts'
import { keepAnswer } from '../keep-answer.ts'
import type { PartitionLocation, TopicLocation } from '../port/connections.ts'
import type {
  ProduceConnections,
  ProduceRequest,
  ProduceResponse,
  ProducerId,
} from '../port/produce-connections.ts'
import type { ClientSettings } from '../settings.ts'
import { ClusterConnections, type Metadata } from './cluster.ts'
import { compressionTypes } from './compression.ts'
import { heal } from './heal.ts'

/** Produces below kafkajs's own producer, which throws one error for all partitions. */
export class KafkajsProducing extends ClusterConnections implements ProduceConnections {
  readonly #choose = kafkajs.Partitioners.DefaultPartitioner()
  readonly #how: { readonly acks: number; readonly timeout: number; readonly compression: number }
  #source: Metadata | null = null
  #locations: readonly TopicLocation[] | undefined

  constructor(settings: ClientSettings) {
    super(settings)
    const { requestTimeoutMs, compression } = settings
    this.#how = { acks: -1, timeout: requestTimeoutMs, compression: compressionTypes[compression] }
  }

  addTopic(topic: string): void {
    this.cluster.targetTopics.add(topic)
  }

  get locations(): readonly TopicLocation[] | undefined {
    const { metadata } = this.cluster.brokerPool
    if (metadata !== this.#source) {
      this.#source = metadata
      this.#locations = metadata?.topicMetadata.map(toLocation)
    }
    return this.#locations
  }

  refresh(): Promise<void> {
    return this.cluster.refreshMetadata()
  }

  heal(error: unknown): Promise<void> {
    return heal(this.cluster, error)
  }

  choosePartition(message: OutgoingMessage, partitions: readonly PartitionLocation[]): number {
    return this.#choose({
      topic: message.topic,
      partitionMetadata: partitions as unknown as PartitionMetadata[],
      message: message as unknown as Message,
    })
  }

  async openProducerId(): Promise<ProducerId> {
    // Any broker hands out ids to producers without transactions.
    const broker = await this.cluster.brokerPool.findConnectedBroker()
    const { producerId, producerEpoch } = await broker.initProducerId({
      transactionTimeout: 60_000,
    })
    return { producerId, producerEpoch }
  }

  async produce({ nodeId, ...request }: ProduceRequest): Promise<ProduceResponse> {
    const broker = await this.cluster.findBroker({ nodeId })
    return keepAnswer(broker.produce({ ...this.#how, ...request }))
  }
}

function toLocation({ topic, topicErrorCode, partitionMetadata }: Metadata['topicMetadata'][0]) {
  return { topic, errorCode: topicErrorCode, partitions: partitionMetadata }
}

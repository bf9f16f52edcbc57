import type { Connections } from '../port/connections.ts'
import type { ProduceRequest, ProduceResponse, ProducerId } from '../port/produce-connections.ts'
import type { ClientSettings } from '../settings.ts'
import { openClient } from './open-client.ts'
import { watchSockets } from './watched-sockets.ts'

/** What kafkajs has below its producer, consumer and admin, as far as it is used here; the patch lets us have it. */
export type Cluster = {
  readonly targetTopics: Set<string>
  readonly brokerPool: BrokerPool
  connect(): Promise<void>
  disconnect(): Promise<void>
  refreshMetadata(): Promise<void>
  refreshMetadataIfNecessary(): Promise<void>
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>
  /** Where partitions end, or begin. */
  fetchTopicsOffset(topics: readonly OffsetsAsked[]): Promise<TopicOffsets[]>
  findGroupCoordinator(which: { readonly groupId: string }): Promise<Broker>
  findBroker(which: { readonly nodeId: number }): Promise<Broker>
  findControllerBroker(): Promise<Broker>
  removeBroker(which: { readonly host: string; readonly port: number }): Broker | undefined
}

type TopicPartitions = {
  readonly topic: string
  readonly partitions: readonly { readonly partition: number }[]
}

type OffsetsAsked = TopicPartitions & { readonly fromBeginning: boolean }

export type TopicOffsets = {
  readonly topic: string
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[]
}

type BrokerPool = {
  readonly metadata: Metadata | null
  /** With it an answer about many topics is of use although something is wrong with one of them. */
  keepsFaultyTopics: boolean
  findConnectedBroker(): Promise<Broker>
}

/** Where topics are, by the broker's own words; a leader is -1 while there is none. */
export type Metadata = {
  readonly topicMetadata: readonly TopicMetadata[]
}

type TopicMetadata = {
  readonly topic: string
  readonly topicErrorCode: number
  readonly partitionMetadata: readonly {
    readonly partitionId: number
    readonly leader: number
  }[]
  /** A bit for each operation; absent from brokers before 2.3. */
  readonly authorizedOperations?: number
}

export type Broker = {
  disconnect(): Promise<void>
  apiVersions(): Promise<unknown>
  metadata(topics: readonly string[], includeAuthorizedOperations?: boolean): Promise<Metadata>
  initProducerId(how: { readonly transactionTimeout: number }): Promise<ProducerId>
  produce(request: RawProduce): Promise<ProduceResponse>
  createTopics(request: object): Promise<unknown>
  describeConfigs(request: object): Promise<ConfigsResponse>
  incrementalAlterConfigs(request: object): Promise<ConfigsResponse>
  /** What a group has committed; -1 where it has not. */
  offsetFetch(request: {
    readonly groupId: string
    readonly topics: readonly TopicPartitions[]
  }): Promise<{ readonly responses: readonly TopicOffsets[] }>
}

type RawProduce = Omit<ProduceRequest, 'nodeId'> & {
  readonly acks: number
  readonly timeout: number
  readonly compression: number
}

export type ConfigsResponse = {
  readonly resources: readonly {
    readonly errorCode: number
    readonly errorMessage: string | null
    readonly resourceName: string
    readonly configEntries: readonly { readonly configName: string; readonly configValue: string }[]
  }[]
}

/** Connections by kafkajs below its producer and admin; nothing is opened yet, and it repeats nothing by itself on them. */
export class ClusterConnections implements Connections {
  protected readonly cluster: Cluster
  readonly #sockets = watchSockets()

  constructor(settings: ClientSettings) {
    const client = openClient(settings, this.#sockets.factory, 0)
    this.cluster = client.cluster({ allowAutoTopicCreation: false }) as Cluster
    this.cluster.brokerPool.keepsFaultyTopics = true
  }

  connect(): Promise<void> {
    return this.cluster.connect()
  }

  disconnect(): Promise<void> {
    return this.cluster.disconnect()
  }

  cut(): void {
    this.#sockets.destroy()
  }
}

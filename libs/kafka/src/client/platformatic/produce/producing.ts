import { murmur2 } from '@platformatic/kafka'
import type { OutgoingMessage } from '../../../message/outgoing-message.ts'
import { keepAnswer } from '../../keep-answer.ts'
import type { PartitionLocation, TopicLocation } from '../../port/connections.ts'
import type {
  ProduceConnections,
  ProduceRequest,
  ProduceResponse,
  ProducerId,
} from '../../port/produce-connections.ts'
import type { ClientSettings } from '../../settings.ts'
import { askMetadata } from '../ask-metadata.ts'
import { WireConnections } from '../wire-connections.ts'
import { encodeBatch } from './encode-batch.ts'
import { type EncodedTopic, produceFrom, writeProduce } from './produce-request.ts'

/** Produces on the protocol: the producer of the client throws one error for all partitions. */
export class PlatformaticProducing extends WireConnections implements ProduceConnections {
  readonly #settings: ClientSettings
  readonly #topics = new Set<string>()
  #locations: readonly TopicLocation[] | undefined
  #counter = 0

  constructor(settings: ClientSettings) {
    super(settings)
    this.#settings = settings
  }

  addTopic(topic: string): void {
    this.#topics.add(topic)
  }

  get locations(): readonly TopicLocation[] | undefined {
    return this.#locations
  }

  async refresh(): Promise<void> {
    this.#locations = await askMetadata(this.wire, [...this.#topics])
  }

  // A request that has timed out has closed its socket, so nothing needs to be forgotten.
  async heal(): Promise<void> {
    await this.refresh().catch(() => {})
  }

  choosePartition({ key }: OutgoingMessage, partitions: readonly PartitionLocation[]): number {
    if (key !== null) return (murmur2(key) & 0x7fffffff) % partitions.length
    const led = partitions.filter(({ leader }) => leader >= 0)
    const some = led.length > 0 ? led : partitions
    this.#counter = (this.#counter + 1) & 0x7fffffff
    return some[this.#counter % some.length]?.partitionId ?? 0
  }

  async openProducerId(): Promise<ProducerId> {
    const request = { name: 'InitProducerId', args: [null, 60_000, -1n, -1] }
    const { producerId, producerEpoch } = await this.wire.askAny<RawId>(request)
    return { producerId: String(producerId), producerEpoch }
  }

  async produce(request: ProduceRequest): Promise<ProduceResponse> {
    const topics = await Promise.all(request.topicData.map((one) => this.#encode(one, request)))
    const write = () => writeProduce(this.#settings.requestTimeoutMs, topics)
    const asked = this.wire.askNode<Answer>(request.nodeId, {
      name: 'Produce',
      args: [],
      write: { from: produceFrom, write },
      onWrite: request.onWrite,
    })
    return toResponse(await keepAnswer(asked))
  }

  async #encode({ topic, partitions }: TopicData, id: ProducerId): Promise<EncodedTopic> {
    const { producerId, producerEpoch } = id
    const how = { producerId, producerEpoch, compression: this.#settings.compression }
    const encode = async ({ partition, firstSequence, messages }: PartitionData) => {
      return { partition, batch: await encodeBatch(messages, { ...how, firstSequence }) }
    }
    return { topic, partitions: await Promise.all(partitions.map(encode)) }
  }
}

type TopicData = ProduceRequest['topicData'][number]
type PartitionData = TopicData['partitions'][number]
type RawId = { readonly producerId: bigint; readonly producerEpoch: number }

type Answer = {
  readonly responses: readonly {
    readonly name: string
    readonly partitionResponses: readonly {
      readonly index: number
      readonly errorCode: number
      readonly baseOffset: bigint
    }[]
  }[]
}

function toResponse({ responses }: Answer): ProduceResponse {
  return {
    topics: responses.map(({ name, partitionResponses }) => ({
      topicName: name,
      partitions: partitionResponses.map(({ index, errorCode, baseOffset }) => {
        return { partition: index, errorCode, baseOffset: String(baseOffset) }
      }),
    })),
  }
}

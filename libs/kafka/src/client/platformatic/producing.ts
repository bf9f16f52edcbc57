import { murmur2, NumericMap } from '@platformatic/kafka'
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
import { askMetadata } from './ask-metadata.ts'
import { toMessage } from './to-message.ts'
import { WireConnections } from './wire-connections.ts'

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
    const { requestTimeoutMs, compression } = this.#settings
    const sequences = new NumericMap()
    const messages = request.topicData.flatMap(({ topic, partitions }) =>
      partitions.flatMap((one) => {
        sequences.set(`${topic}:${one.partition}`, one.firstSequence)
        return one.messages.map((message) => toMessage(message, one.partition))
      }),
    )
    const { producerId, producerEpoch } = request
    const how = { compression, sequences, producerId: BigInt(producerId), producerEpoch }
    const args = [-1, requestTimeoutMs, messages, how]
    const asked = this.wire.askNode<Answer>(request.nodeId, {
      ...{ name: 'Produce', args },
      onWrite: request.onWrite,
    })
    return toResponse(await keepAnswer(asked))
  }
}

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

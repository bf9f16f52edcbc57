import { endWithin } from '../../client/end-within.ts'
import type { Kafka } from '../../client/kafka.ts'
import { type Cluster, openCluster, type ProducerId } from '../../client/kafkajs/cluster.ts'
import { compressionTypes } from '../../client/kafkajs/codecs/compression.ts'
import { heal } from '../../client/kafkajs/heal.ts'
import type { WatchedSockets } from '../../client/kafkajs/watched-sockets.ts'
import type { OutgoingMessage } from '../../message/outgoing-message.ts'
import { CarryFailed, type Way } from '../queue/carrier.ts'
import type { Hold, Spot } from '../queue/parcel.ts'
import { toFailure } from './fault-of.ts'
import { LeaderWay, type Line } from './leader-way.ts'
import { failureOf } from './produce-answer.ts'
import { Sequences } from './sequences.ts'
import { TopicMap } from './topic-map.ts'

const disconnectMs = 500
const metadataMaxAgeMs = 300_000

/** One producer id on one set of sockets; retired, it lives until the last parcel lets go of it. */
export class IdempotentLink implements Hold {
  readonly #kafka: Kafka
  readonly #onEnd: (link: IdempotentLink) => void
  readonly #cluster: Cluster
  readonly #sockets: WatchedSockets
  readonly #topics: TopicMap
  readonly #ways = new Map<number, Way>()
  #line: Line | undefined
  #connecting: Promise<void> | undefined
  #healing: Promise<void> | undefined
  #freshAtMs = 0
  #holds = 0
  #isRetired = false

  constructor(kafka: Kafka, onEnd: (link: IdempotentLink) => void = () => {}) {
    this.#kafka = kafka
    this.#onEnd = onEnd
    const { cluster, sockets } = openCluster(kafka)
    this.#cluster = cluster
    this.#sockets = sockets
    this.#topics = new TopicMap(cluster)
  }

  /** Also asks where these topics are, so that the first record of one need not wait for that. */
  connect(topics: Iterable<string>): Promise<void> {
    this.#connecting ??= this.#connect(topics)
    return this.#connecting
  }

  partitionOf(message: OutgoingMessage): number | undefined {
    return this.#line && this.#topics.partitionOf(message)
  }

  wayTo(spot: Spot): Way | undefined {
    const leader = this.#topics.leaderOf(spot)
    if (leader === undefined || !this.#line) return undefined
    if (Date.now() - this.#freshAtMs > metadataMaxAgeMs) void this.#heal(undefined)
    const known = this.#ways.get(leader)
    if (known) return known
    const way = new LeaderWay(this.#line, leader)
    this.#ways.set(leader, way)
    return way
  }

  /** Asks where a topic is; resolves with what stands in the way, if something does. */
  async locate(topic: string): Promise<CarryFailed | undefined> {
    try {
      await this.#healing
      this.#cluster.targetTopics.add(topic)
      await this.#refresh()
      // It was on its way already when this topic was added.
      if (this.#topics.errorCodeOf(topic) === undefined) await this.#refresh()
    } catch (error) {
      void this.#heal(error)
      return toFailure(error, { hasLeft: false, where: topic })
    }
    const errorCode = this.#topics.errorCodeOf(topic)
    if (errorCode === 0) return undefined
    if (errorCode !== undefined) return failureOf(errorCode, topic)
    const cause = new Error(`no broker says where ${topic} is`)
    return new CarryFailed({ fault: 'way', mayBeWritten: false }, { cause })
  }

  hold(): void {
    this.#holds += 1
  }

  release(): void {
    this.#holds -= 1
    if (this.#isRetired && this.#holds === 0) this.destroy()
  }

  retire(): void {
    this.#isRetired = true
    if (this.#holds === 0) this.destroy()
  }

  /** Nothing leaves from here any more. */
  destroy(): void {
    this.#sockets.destroy()
    this.#onEnd(this)
  }

  async disconnect(): Promise<void> {
    // A frozen broker never answers.
    await endWithin(disconnectMs, this.#cluster.disconnect())
    this.#sockets.destroy()
  }

  async #connect(topics: Iterable<string>): Promise<void> {
    const cluster = this.#cluster
    await cluster.connect()
    for (const topic of topics) cluster.targetTopics.add(topic)
    await this.#refresh()
    // Any broker hands out ids to producers without transactions.
    const broker = await cluster.brokerPool.findConnectedBroker()
    this.#line = this.#openLine(await broker.initProducerId({ transactionTimeout: 60_000 }))
  }

  #openLine({ producerId, producerEpoch }: ProducerId): Line {
    const { requestTimeoutMs, compression, rights } = this.#kafka
    return {
      hold: this,
      cluster: this.#cluster,
      ...{ sequences: new Sequences(), rights },
      how: {
        ...{ producerId, producerEpoch, acks: -1, timeout: requestTimeoutMs },
        compression: compressionTypes[compression],
      },
      onFailure: (error) => void this.#heal(error),
    }
  }

  async #refresh(): Promise<void> {
    await this.#cluster.refreshMetadata()
    this.#freshAtMs = Date.now()
  }

  // One at a time: who fails meanwhile has the same reason.
  #heal(error: unknown): Promise<void> {
    this.#freshAtMs = Date.now()
    this.#healing ??= heal(this.#cluster, error).finally(() => {
      this.#healing = undefined
    })
    return this.#healing
  }
}

import { endWithin } from '../../client/end-within.ts'
import type { Kafka } from '../../client/kafka.ts'
import type { ProduceConnections } from '../../client/port/produce-connections.ts'
import type { OutgoingMessage } from '../../message/outgoing-message.ts'
import { CarryFailed, type Way } from '../queue/carrier.ts'
import type { Hold, Spot } from '../queue/parcel.ts'
import { LeaderWay, type Line } from './leader-way.ts'
import { failureOf } from './produce-answer.ts'
import { Sequences } from './sequences.ts'
import { toFailure } from './to-failure.ts'
import { TopicMap } from './topic-map.ts'

const disconnectMs = 500
const metadataMaxAgeMs = 300_000

/** One producer id on one set of connections; retired, it lives until the last parcel lets go of it. */
export class IdempotentLink implements Hold {
  readonly #kafka: Kafka
  readonly #onEnd: (link: IdempotentLink) => void
  readonly #connections: ProduceConnections
  readonly #topics: TopicMap
  readonly #ways = new Map<number, Way>()
  #line: Line | undefined
  #connecting: Promise<void> | undefined
  #healing: Promise<void> | undefined
  #freshAtMs = Number.NEGATIVE_INFINITY
  #holds = 0
  #isRetired = false

  constructor(kafka: Kafka, onEnd: (link: IdempotentLink) => void = () => {}) {
    this.#kafka = kafka
    this.#onEnd = onEnd
    this.#connections = kafka.client.openProducing(kafka)
    this.#topics = new TopicMap(this.#connections)
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
    if (performance.now() - this.#freshAtMs > metadataMaxAgeMs) void this.#heal(undefined)
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
      this.#connections.addTopic(topic)
      await this.#refresh()
      // It was on its way already when this topic was added.
      if (this.#topics.errorCodeOf(topic) === undefined) await this.#refresh()
    } catch (error) {
      void this.#heal(error)
      const fault = this.#kafka.client.faultOf(error)
      return toFailure(error, { fault, hasLeft: false, where: topic })
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
    this.#connections.cut()
    this.#onEnd(this)
  }

  async disconnect(): Promise<void> {
    // A frozen broker never answers.
    await endWithin(disconnectMs, this.#connections.disconnect())
    this.#connections.cut()
  }

  async #connect(topics: Iterable<string>): Promise<void> {
    const connections = this.#connections
    await connections.connect()
    for (const topic of topics) connections.addTopic(topic)
    await this.#refresh()
    const { rights, client } = this.#kafka
    this.#line = {
      hold: this,
      connections,
      rights,
      faultOf: client.faultOf,
      sequences: new Sequences(),
      producer: await connections.openProducerId(),
      onFailure: (error) => void this.#heal(error),
    }
  }

  async #refresh(): Promise<void> {
    await this.#connections.refresh()
    this.#freshAtMs = performance.now()
  }

  // One at a time: who fails meanwhile has the same reason.
  #heal(error: unknown): Promise<void> {
    this.#freshAtMs = performance.now()
    this.#healing ??= this.#connections.heal(error).finally(() => {
      this.#healing = undefined
    })
    return this.#healing
  }
}

import { inRoot } from '@tailspan/scope'
import type { Kafka } from '../../client/kafka.ts'
import { noteMissing } from '../../faults/rights.ts'
import type { OutgoingMessage } from '../../message/outgoing-message.ts'
import type { Carrier, CarryFailed, Way } from '../queue/carrier.ts'
import type { Hold, Spot } from '../queue/parcel.ts'
import { ProducerStopped } from '../send/send-errors.ts'
import { IdempotentLink } from './idempotent-link.ts'
import { toFailure } from './to-failure.ts'

const failuresBeforeNewLink = 3

// Since Kafka 2.8 a principal that may write to any topic has it.
const toProduce = { operation: 'IDEMPOTENT_WRITE', resource: 'cluster' }

/** Carries parcels to Kafka; a retired link is replaced by one with a new producer id. */
export class KafkaCarrier implements Carrier {
  readonly #kafka: Kafka
  readonly #topics: Set<string>
  readonly #links = new Set<IdempotentLink>()
  #current: IdempotentLink | undefined
  #failures = 0
  #isClosed = false

  constructor(kafka: Kafka, knownTopics: readonly string[]) {
    this.#kafka = kafka
    this.#topics = new Set(knownTopics)
  }

  /** Connects now, outside every request, so that no socket keeps one alive. */
  async connect(): Promise<void> {
    await this.#connect()
  }

  partitionOf(message: OutgoingMessage): number | undefined {
    return this.#current?.partitionOf(message)
  }

  wayTo(spot: Spot, hold?: Hold): Way | undefined {
    const link = hold instanceof IdempotentLink ? hold : this.#current
    return link?.wayTo(spot)
  }

  async locate(topic: string): Promise<CarryFailed | undefined> {
    this.#topics.add(topic)
    try {
      const link = await this.#connect()
      const failure = await link.locate(topic)
      this.#noteRight(topic, failure)
      // No broker has answered: perhaps it is this client that is stuck.
      this.#failures = failure && !failure.kafkaError ? this.#failures + 1 : 0
      if (this.#failures >= failuresBeforeNewLink) this.retire(link)
      return failure
    } catch (error) {
      const fault = this.#kafka.client.faultOf(error)
      return toFailure(error, { fault, hasLeft: false, where: topic })
    }
  }

  retire(hold?: Hold): void {
    this.#failures = 0
    for (const link of this.#links) if (link === hold) link.retire()
    if (this.#current === hold) this.#current = undefined
  }

  cut(): void {
    for (const link of this.#links) link.destroy()
    this.#current = undefined
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const last = this.#current
    this.#current = undefined
    await last?.disconnect()
    this.cut()
  }

  async #connect(): Promise<IdempotentLink> {
    // What was abandoned at the stop must not open a socket that keeps the process alive.
    if (this.#isClosed) throw new ProducerStopped()
    this.#current ??= this.#open()
    const link = this.#current
    try {
      await link.connect(this.#topics)
      this.#kafka.rights.confirm(toProduce)
      return link
    } catch (error) {
      this.retire(link)
      const { rights, client } = this.#kafka
      throw noteMissing(rights, client.faultOf(error), () => toProduce) ?? error
    }
  }

  #noteRight(topic: string, failure: CarryFailed | undefined): void {
    const right = { operation: 'DESCRIBE', resource: `topic ${topic}` }
    if (failure?.kafkaError === 'TOPIC_AUTHORIZATION_FAILED')
      this.#kafka.rights.report({ ...right, reason: failure.message })
    else if (!failure) this.#kafka.rights.confirm(right)
  }

  #open(): IdempotentLink {
    const onEnd = (link: IdempotentLink) => this.#links.delete(link)
    const opened = inRoot(() => new IdempotentLink(this.#kafka, onEnd))
    this.#links.add(opened)
    return opened
  }
}

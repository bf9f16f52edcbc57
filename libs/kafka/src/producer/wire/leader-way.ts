import type { KafkaClient } from '../../client/port/kafka-client.ts'
import type {
  ProduceConnections,
  ProduceRequest,
  ProduceResponse,
  ProducerId,
} from '../../client/port/produce-connections.ts'
import type { Rights } from '../../faults/rights.ts'
import type { CarryFailed, Way } from '../queue/carrier.ts'
import type { Hold, Parcel } from '../queue/parcel.ts'
import { readAnswer } from './produce-answer.ts'
import type { Sequences } from './sequences.ts'
import { toFailure } from './to-failure.ts'

/** What the ways of one producer id have in common. */
export type Line = {
  readonly hold: Hold
  readonly connections: ProduceConnections
  readonly sequences: Sequences
  readonly rights: Rights
  readonly producer: ProducerId
  readonly faultOf: KafkaClient['faultOf']
  readonly onFailure: (error: unknown) => void
}

type Outcomes = readonly (CarryFailed | undefined)[]

/** To the leader of some partitions, on one producer id. */
export class LeaderWay implements Way {
  readonly #line: Line
  readonly #nodeId: number

  constructor(line: Line, nodeId: number) {
    this.#line = line
    this.#nodeId = nodeId
  }

  async carry(parcels: readonly Parcel[]): Promise<Outcomes> {
    for (const parcel of parcels) {
      parcel.bindTo(this.#line.hold)
      parcel.hasLeft = false
    }
    try {
      return this.#read(parcels, await this.#produce(parcels))
    } catch (error) {
      this.#line.onFailure(error)
      const fault = this.#line.faultOf(error)
      return parcels.map(({ topic, partition, hasLeft }) =>
        toFailure(error, { fault, hasLeft, where: `${topic}/${partition}` }),
      )
    }
  }

  #produce(parcels: readonly Parcel[]): Promise<ProduceResponse> {
    const { connections, producer } = this.#line
    const onWrite = () => {
      for (const parcel of parcels) parcel.hasLeft = true
    }
    const topicData = this.#toTopicData(parcels)
    return connections.produce({ ...producer, nodeId: this.#nodeId, topicData, onWrite })
  }

  #toTopicData(parcels: readonly Parcel[]): ProduceRequest['topicData'] {
    const { sequences } = this.#line
    const byTopic = Map.groupBy(parcels, ({ topic }) => topic)
    return [...byTopic].map(([topic, ofTopic]) => ({
      topic,
      partitions: ofTopic.map(({ partition, loads }) => ({
        partition,
        firstSequence: sequences.next(topic, partition),
        messages: loads.map(({ message }) => message),
      })),
    }))
  }

  #read(parcels: readonly Parcel[], response: ProduceResponse): Outcomes {
    const outcomes = readAnswer(parcels, response)
    const failed = outcomes.find((outcome) => outcome?.fault === 'way')
    // It leads no longer, or a topic has gone: the metadata are old.
    if (failed) this.#line.onFailure(failed)
    for (const [i, { topic, partition, loads }] of parcels.entries()) {
      this.#noteRight(topic, outcomes[i])
      if (!outcomes[i]) this.#line.sequences.moveOn(topic, partition, loads.length)
    }
    return outcomes
  }

  #noteRight(topic: string, failure: CarryFailed | undefined): void {
    const right = { operation: 'WRITE', resource: `topic ${topic}` }
    if (failure?.kafkaError === 'TOPIC_AUTHORIZATION_FAILED')
      this.#line.rights.report({ ...right, reason: failure.message })
    else if (!failure) this.#line.rights.confirm(right)
  }
}

import type { TopicLocation } from '../../client/port/connections.ts'
import type { ProduceConnections } from '../../client/port/produce-connections.ts'
import type { OutgoingMessage } from '../../message/outgoing-message.ts'
import type { Spot } from '../queue/parcel.ts'

type Known = {
  readonly location: TopicLocation
  readonly leaders: ReadonlyMap<number, number>
}

/** Where topics are, as of the latest answer of a broker. */
export class TopicMap {
  readonly #connections: ProduceConnections
  #source: unknown
  #topics: ReadonlyMap<string, Known> = new Map()

  constructor(connections: ProduceConnections) {
    this.#connections = connections
  }

  /** Kafka's error code for a topic, 0 for none; nothing when no answer says anything of it. */
  errorCodeOf(topic: string): number | undefined {
    return this.#look(topic)?.location.errorCode
  }

  partitionOf(message: OutgoingMessage): number | undefined {
    const partitions = this.#look(message.topic)?.location.partitions
    if (!partitions || partitions.length === 0) return undefined
    return this.#connections.choosePartition(message, partitions)
  }

  leaderOf({ topic, partition }: Spot): number | undefined {
    const leader = this.#look(topic)?.leaders.get(partition) ?? -1
    return leader < 0 ? undefined : leader
  }

  #look(topic: string): Known | undefined {
    const { locations } = this.#connections
    if (locations !== this.#source) {
      this.#source = locations
      this.#topics = new Map(locations?.map((one) => [one.topic, toKnown(one)]))
    }
    return this.#topics.get(topic)
  }
}

function toKnown(location: TopicLocation): Known {
  const leaders = location.partitions.map(
    ({ partitionId, leader }) => [partitionId, leader] as const,
  )
  return { location, leaders: new Map(leaders) }
}

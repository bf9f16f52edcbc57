import type { TopicPartition } from '../../port/connections.ts'
import { askRaw } from '../ask-metadata.ts'
import type { Wire } from '../wire.ts'

type Topic = Awaited<ReturnType<typeof askRaw>>['topics'][number]

/** Where topics are, as one answer has it. */
export class Locations {
  readonly #topics: readonly Topic[]

  constructor(topics: readonly Topic[]) {
    this.#topics = topics
  }

  /** -1 while there is none. */
  leaderOf({ topic, partition }: TopicPartition): number {
    const found = this.#named(topic)?.partitions.find((one) => one.partitionIndex === partition)
    return found?.leaderId ?? -1
  }

  /** Newer requests name topics by id. */
  idOf(topic: string): string | undefined {
    return this.#named(topic)?.topicId
  }

  has(topicId: string): boolean {
    return this.#topics.some((one) => one.topicId === topicId)
  }

  nameOf(topicId: string): string {
    return this.#topics.find((one) => one.topicId === topicId)?.name ?? topicId
  }

  countOf(topic: string): number {
    return this.#named(topic)?.partitions.length ?? 0
  }

  /** The first topic that the broker says something about, and its code. */
  get refused(): Topic | undefined {
    return this.#topics.find(({ errorCode }) => errorCode !== 0)
  }

  #named(topic: string): Topic | undefined {
    return this.#topics.find(({ name }) => name === topic)
  }
}

export async function askLocations(wire: Wire, topics: readonly string[]): Promise<Locations> {
  return new Locations((await askRaw(wire, topics)).topics)
}

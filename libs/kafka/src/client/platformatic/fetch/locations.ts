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

  /** None while the broker says something else about the topic. */
  countOf(topic: string): number {
    return this.#there(topic)?.partitions.length ?? 0
  }

  /** What differs as soon as the topic has other partitions, or is another one of that name; unknown while the broker says something else. */
  layoutOf(topic: string): string | undefined {
    const found = this.#there(topic)
    return found && `${found.topicId} ${found.partitions.length}`
  }

  /** The first topic that the broker says something about, and its code. */
  get refused(): Topic | undefined {
    return this.#topics.find(({ errorCode }) => errorCode !== 0)
  }

  #there(topic: string): Topic | undefined {
    const found = this.#named(topic)
    return found?.errorCode === 0 ? found : undefined
  }

  #named(topic: string): Topic | undefined {
    return this.#topics.find(({ name }) => name === topic)
  }
}

export async function askLocations(wire: Wire, topics: readonly string[]): Promise<Locations> {
  return new Locations((await askRaw(wire, topics)).topics)
}

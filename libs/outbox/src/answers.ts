/** A send of this process, from its begin to its end. */
export type Watched = {
  acknowledged(): void
  /** True when others of its topic were acknowledged meanwhile: then it is this record, or its partition. */
  failed(): boolean
}

type Topic = { acks: number; silentAt: number }

/** Which topics Kafka acknowledges, by what the sends of this process have met. */
export class Answers {
  readonly #rememberMs: number
  readonly #topics = new Map<string, Topic>()

  /** After `rememberMs` without a further failure nobody knows whether a topic is still silent. */
  constructor(rememberMs: number) {
    this.#rememberMs = rememberMs
  }

  watch(name: string): Watched {
    const topic = this.#topic(name)
    const acksBefore = topic.acks
    return {
      acknowledged() {
        topic.acks += 1
        topic.silentAt = Number.NEGATIVE_INFINITY
      },
      failed() {
        const isOwn = topic.acks > acksBefore
        if (!isOwn) topic.silentAt = performance.now()
        return isOwn
      },
    }
  }

  /** A send of the topic has failed, and none was acknowledged since it began. */
  isSilent(name: string): boolean {
    return performance.now() - this.#topic(name).silentAt < this.#rememberMs
  }

  #topic(name: string): Topic {
    const known = this.#topics.get(name)
    if (known) return known
    const topic = { acks: 0, silentAt: Number.NEGATIVE_INFINITY }
    this.#topics.set(name, topic)
    return topic
  }
}

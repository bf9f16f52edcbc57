import type { ClaimedRow, Some } from '../rows/claim-rows.ts'

type Row = Pick<ClaimedRow, 'message'>
type Topic = { count: number; window: number; acks: number }

/** Takes the outcome of a row; returns how many rows of its topic are still in hand. */
export type Ended<R extends Row> = (row: R, isAcked: boolean) => number

/**
 * Counts the claimed rows by topic, so that a topic whose records cannot be sent leaves room for the others.
 *
 * shape: a topic gets half of the room that the others leave: however many topics are stuck, the next one has room.
 *        It begins with `least` rows and gets one more for each that is acknowledged; each that fails while none is
 *        takes one away. So a topic that nobody acknowledges costs few leases, and one that comes back is soon at its most
 */
export class RowsInHand<R extends Row> {
  readonly #most: number
  readonly #least: number
  readonly #topics = new Map<string, Topic>()
  #count = 0

  constructor(most: number, least: number) {
    this.#most = most
    this.#least = least
  }

  /** Returns a callback to call when a row is finished: it frees its room at once, however long others of its claim take. */
  add(rows: readonly R[]): Ended<R> {
    const acksBefore = new Map<string, number>()
    for (const { message } of rows) {
      const topic = this.#topic(message.topic)
      acksBefore.set(message.topic, topic.acks)
      topic.count += 1
    }
    this.#count += rows.length
    return ({ message }, isAcked) => {
      const topic = this.#topic(message.topic)
      topic.count -= 1
      this.#count -= 1
      if (isAcked) topic.acks += 1
      if (isAcked) topic.window = Math.min(topic.window + 1, this.#most)
      else if (topic.acks === acksBefore.get(message.topic))
        topic.window = Math.max(topic.window - 1, this.#least)
      return topic.count
    }
  }

  /** One claim may bring a topic above its share, by less than `limit`: then that topic is full. */
  room(): Some {
    const topics = [...this.#topics]
    const lefts = topics.map(([, topic]) => this.#left(topic)).filter((left) => left > 0)
    const full = topics.filter(([, topic]) => this.#left(topic) === 0).map(([name]) => name)
    const ofNext = this.#left({ count: 0, window: this.#least })
    return { limit: lefts.length > 0 ? Math.max(...lefts) : ofNext, full }
  }

  #left({ count, window }: Pick<Topic, 'count' | 'window'>): number {
    const share = Math.ceil((this.#most - this.#count - count) / 2)
    return Math.max(Math.min(share, window - count), 0)
  }

  #topic(name: string): Topic {
    const known = this.#topics.get(name)
    if (known) return known
    const topic = { count: 0, window: this.#least, acks: 0 }
    this.#topics.set(name, topic)
    return topic
  }
}

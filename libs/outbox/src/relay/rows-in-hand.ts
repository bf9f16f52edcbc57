import type { ClaimedRow } from '../rows/claim-rows.ts'

type Row = Pick<ClaimedRow, 'message'>

/** What may be claimed now: at most `limit` rows, none of the topics in `full`. */
export type Room = { readonly limit: number; readonly full: readonly string[] }

/**
 * Counts the claimed rows by topic, so that a topic whose records cannot be sent leaves room for the others.
 *
 * shape: a topic gets half of the room that the others leave: however many topics are stuck, the next one has room
 */
export class RowsInHand {
  readonly #most: number
  readonly #byTopic = new Map<string, number>()
  #count = 0

  constructor(most: number) {
    this.#most = most
  }

  /**
   * Counts the rows of one claim. Returns a callback to call when a row is finished.
   *
   * shape: the rows of a topic free their room together, when the last one is finished: the next claim is large
   */
  add(rows: readonly Row[], freed: () => void): (row: Row) => void {
    const left = new Map<string, number>()
    for (const { message } of rows) left.set(message.topic, (left.get(message.topic) ?? 0) + 1)
    const counts = new Map(left)
    for (const [topic, count] of counts) this.#change(topic, count)
    return ({ message: { topic } }) => {
      const rest = (left.get(topic) ?? 0) - 1
      left.set(topic, rest)
      if (rest > 0) return
      this.#change(topic, -(counts.get(topic) ?? 0))
      freed()
    }
  }

  room(): Room {
    const topics = [...this.#byTopic]
    const lefts = topics.map(([, count]) => this.#left(count)).filter((left) => left > 0)
    const full = topics.filter(([, count]) => this.#left(count) === 0).map(([topic]) => topic)
    return { limit: Math.min(this.#left(0), ...lefts), full }
  }

  #left(count: number): number {
    return Math.max(Math.ceil((this.#most - this.#count - count) / 2), 0)
  }

  #change(topic: string, by: number): void {
    const count = (this.#byTopic.get(topic) ?? 0) + by
    if (count > 0) this.#byTopic.set(topic, count)
    else this.#byTopic.delete(topic)
    this.#count += by
  }
}

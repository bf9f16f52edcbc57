import type { TopicPartition } from '../../port/connections.ts'
import { nameOf } from '../../port/topic-partition.ts'
import type { Fetched } from '../fetch/fetch-records.ts'

type Needs = {
  /** Batches in hand at once. */
  readonly concurrency: number
  /** Takes one to its end; never rejects. */
  readonly take: (fetched: Fetched) => Promise<void>
  readonly onChange: () => void
}

const minWaitMs = 5
const maxWaitMs = 100

/** What is fetched and not done: one batch of each partition at most, and nothing is fetched that would only wait. */
export class Batches {
  readonly #needs: Needs
  #begunMs = 0
  readonly #held = new Set<string>()
  #waiting: Fetched[] = []
  readonly #inHand = new Map<Fetched, Promise<void>>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /**
   * How long a fetch of other partitions may wait for a record: no longer than what is in hand has taken. Until that is
   * done its partition is left out, and then it waits for the answer.
   */
  get fetchWaitMs(): number {
    if (this.#inHand.size === 0) return maxWaitMs
    const takenMs = performance.now() - this.#begunMs
    return Math.round(Math.min(Math.max(takenMs, minWaitMs), maxWaitMs))
  }

  get isFull(): boolean {
    return this.#inHand.size + this.#waiting.length >= this.#needs.concurrency
  }

  /** Whether the partition is being fetched, or its records are not done. */
  holds(partition: TopicPartition): boolean {
    return this.#held.has(nameOf(partition))
  }

  hold(partition: TopicPartition): void {
    this.#held.add(nameOf(partition))
  }

  free(partition: TopicPartition): void {
    this.#held.delete(nameOf(partition))
    this.#needs.onChange()
  }

  add(fetched: Fetched): void {
    this.#waiting.push(fetched)
    this.#begin()
  }

  /** What is not begun is dropped; resolves when what is in hand is done. */
  async end(): Promise<void> {
    this.#waiting = []
    await Promise.all(this.#inHand.values())
  }

  /** The same for some partitions. */
  async endOf(partitions: readonly TopicPartition[]): Promise<void> {
    const names = new Set(partitions.map(nameOf))
    const isOf = (fetched: Fetched) => names.has(nameOf(fetched))
    for (const dropped of this.#waiting.filter(isOf)) this.free(dropped)
    this.#waiting = this.#waiting.filter((fetched) => !isOf(fetched))
    await Promise.all([...this.#inHand].filter(([one]) => isOf(one)).map(([, taken]) => taken))
  }

  #begin(): void {
    while (this.#inHand.size < this.#needs.concurrency) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#begunMs = performance.now()
      const taken = this.#needs.take(next).then(() => {
        this.#inHand.delete(next)
        this.#begin()
        this.free(next)
      })
      this.#inHand.set(next, taken)
    }
  }
}

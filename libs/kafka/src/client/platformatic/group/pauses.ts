import type { TopicPartition } from '../../port/connections.ts'
import { nameOf } from '../../port/topic-partition.ts'

/** Which partitions are not fetched; it outlives a rebalance. */
export class Pauses {
  readonly #paused = new Map<string, object>()
  readonly #onResume: () => void
  #isAll = false

  constructor(onResume: () => void) {
    this.#onResume = onResume
  }

  has(partition: TopicPartition): boolean {
    return this.#isAll || this.#paused.has(nameOf(partition))
  }

  pauseAll(): void {
    this.#isAll = true
  }

  /** The latest pause of a partition counts: an older one's end does not end it. */
  pause(partition: TopicPartition): () => void {
    const name = nameOf(partition)
    const pause = {}
    this.#paused.set(name, pause)
    return () => {
      if (this.#paused.get(name) !== pause) return
      this.#paused.delete(name)
      this.#onResume()
    }
  }
}

import type { TopicPartition } from '../../port/connections.ts'
import type { Assignment } from '../../port/group-client.ts'
import { nameOf, partitionsOf } from '../../port/topic-partition.ts'

type Needs = {
  /** Resolves when nothing of these is in hand any more, and what is done of them is committed. */
  readonly release: (partitions: readonly TopicPartition[]) => Promise<void>
  readonly take: (partitions: readonly TopicPartition[]) => Promise<void>
  readonly onChanged: () => void
  readonly onFailed: (error: unknown) => void
}

/** What a member holds of its topics, and how that becomes what it shall hold: what stays with it goes on meanwhile. */
export class Share {
  readonly #needs: Needs
  #held: ReadonlyMap<string, TopicPartition>
  #wanted: ReadonlyMap<string, TopicPartition>
  #leaving: ReadonlySet<string> = new Set()
  #changing: Promise<void> | undefined

  constructor(assignment: Assignment, needs: Needs) {
    this.#needs = needs
    this.#held = byName(assignment)
    this.#wanted = this.#held
  }

  /** With what is about to be revoked. */
  get held(): Assignment {
    return toAssignment(this.#held.values())
  }

  /** Without what is about to be revoked. */
  has(partition: TopicPartition): boolean {
    const name = nameOf(partition)
    return this.#held.has(name) && this.#wanted.has(name) && !this.#leaving.has(name)
  }

  /** Comes to hold what was given last, and nothing else. */
  aimAt(assignment: Assignment): void {
    this.#wanted = byName(assignment)
    this.#changing ??= this.#change()
      .catch(this.#needs.onFailed)
      .finally(() => {
        this.#changing = undefined
      })
  }

  async #change(): Promise<void> {
    for (;;) {
      const wanted = this.#wanted
      const gone = without(this.#held, wanted)
      const added = without(wanted, this.#held)
      if (gone.length === 0 && added.length === 0) return
      if (gone.length > 0) await this.#revoke(gone)
      else await this.#take(added)
      this.#needs.onChanged()
    }
  }

  /** Also what is given back meanwhile: then it is taken anew. */
  async #revoke(partitions: readonly TopicPartition[]): Promise<void> {
    this.#leaving = new Set(partitions.map(nameOf))
    await this.#needs.release(partitions)
    this.#held = new Map([...this.#held].filter(([name]) => !this.#leaving.has(name)))
    this.#leaving = new Set()
  }

  async #take(partitions: readonly TopicPartition[]): Promise<void> {
    await this.#needs.take(partitions)
    this.#held = new Map([...this.#held, ...partitions.map((one) => [nameOf(one), one] as const)])
  }
}

function byName(assignment: Assignment): ReadonlyMap<string, TopicPartition> {
  return new Map(partitionsOf(assignment).map((one) => [nameOf(one), one]))
}

function without(
  all: ReadonlyMap<string, TopicPartition>,
  others: ReadonlyMap<string, TopicPartition>,
): TopicPartition[] {
  return [...all].filter(([name]) => !others.has(name)).map(([, one]) => one)
}

function toAssignment(partitions: Iterable<TopicPartition>): Assignment {
  const byTopic = Map.groupBy(partitions, ({ topic }) => topic)
  return Object.fromEntries(
    [...byTopic].map(([topic, some]) => [topic, some.map(({ partition }) => partition)]),
  )
}

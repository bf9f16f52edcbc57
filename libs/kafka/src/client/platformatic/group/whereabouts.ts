import type { Locations } from '../fetch/locations.ts'

type Needs = {
  readonly ask: () => Promise<Locations>
  readonly topics: readonly string[]
  readonly metadataMs: number
  readonly dealtFrom?: Locations | undefined
  /** A topic has other partitions than those that the group has assigned. */
  readonly onChanged: () => void
}

const awayMs = 1_000

/** Where the topics of one membership are; asked again, because they move, and may get other partitions. */
export class Whereabouts {
  readonly #needs: Needs
  /** The layout from which the partitions were assigned; undefined for a topic that was unavailable then. */
  readonly #layouts = new Map<string, string | undefined>()
  #latest: Locations | undefined
  #asking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(needs: Needs) {
    const { dealtFrom, topics } = needs
    this.#needs = needs
    if (dealtFrom) for (const one of topics) this.#layouts.set(one, dealtFrom.layoutOf(one))
  }

  get locations(): Locations | undefined {
    return this.#latest
  }

  /** All that ask meanwhile have the same answer. */
  ask(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  async #ask(): Promise<void> {
    const { ask, metadataMs, topics, onChanged } = this.#needs
    clearTimeout(this.#timer)
    const found = await ask().catch(() => this.#latest)
    this.#latest = found
    if (this.#isStopped) return
    const isWhole = found && !found.refused
    this.#timer = setTimeout(() => void this.ask(), isWhole ? metadataMs : awayMs)
    if (found && topics.some((topic) => this.#isOther(topic, found))) onChanged()
  }

  /** A member that did not assign the partitions takes the first known layout as its baseline. */
  #isOther(topic: string, found: Locations): boolean {
    const layout = found.layoutOf(topic)
    if (layout === undefined) return false
    if (!this.#layouts.has(topic)) this.#layouts.set(topic, layout)
    return this.#layouts.get(topic) !== layout
  }
}

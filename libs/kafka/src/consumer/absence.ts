import { TailspanError } from '@tailspan/errors'

/** More than a group may need to give out its partitions, while the slowest member finishes what it has in hand. */
const patienceSessions = 6

/** Nothing of this group is consumed here, for longer than a rebalance or a restart takes. */
export class ConsumerAbsent extends TailspanError {
  constructor(groupId: string, { ms, cause }: { readonly ms: number; readonly cause: unknown }) {
    const reason = cause instanceof Error ? `: ${cause.message}` : ''
    const text = `no member of group ${groupId} for ${Math.floor(ms / 1_000)} s${reason}`
    super('consumer-absent', 'unavailable', text, { cause })
  }
}

/** Since when a consumer is not a member of its group, and what has kept it out; for /readyz. */
export class Absence {
  readonly #groupId: string
  readonly #limitMs: number
  #sinceMs: number | undefined = performance.now()
  #cause: unknown

  constructor({ groupId, sessionMs }: { readonly groupId: string; readonly sessionMs: number }) {
    this.#groupId = groupId
    this.#limitMs = patienceSessions * sessionMs
  }

  begin(): void {
    this.#sinceMs ??= performance.now()
  }

  end(): void {
    this.#sinceMs = undefined
    this.#cause = undefined
  }

  /** The last one is told. */
  note(cause: unknown): void {
    this.#cause = cause
  }

  /** Throws once it has lasted for longer than it may. */
  check(): void {
    if (this.#sinceMs === undefined) return
    const ms = performance.now() - this.#sinceMs
    if (ms > this.#limitMs) throw new ConsumerAbsent(this.#groupId, { ms, cause: this.#cause })
  }
}

import type { QueryExecutorProvider } from '@tailspan/postgres'
import { inRoot } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import { renewLeases } from './outbox-rows.ts'

type Needs = {
  readonly kysely: QueryExecutorProvider
  readonly log: Log
  readonly leaseMs: number
}

/** The rows that this process has in hand: while it renews their leases, no other process sends them. */
export class Leases {
  readonly #needs: Needs
  readonly #ids = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #isRenewing = false

  constructor(needs: Needs) {
    this.#needs = needs
  }

  get ids(): readonly string[] {
    return [...this.#ids]
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  /** False when this process has the row in hand already. */
  take(id: string): boolean {
    if (this.#ids.has(id)) return false
    this.#ids.add(id)
    return true
  }

  letGo(id: string): void {
    this.#ids.delete(id)
  }

  /** Renews the leases of all rows in hand, three times per lease, until `stopRenewing`. */
  keepRenewing(): void {
    const everyMs = this.#needs.leaseMs / 3
    this.#timer ??= inRoot(() => setInterval(() => void this.#renew(), everyMs))
  }

  stopRenewing(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #renew(): Promise<void> {
    if (this.#isRenewing || this.#ids.size === 0) return
    this.#isRenewing = true
    const { kysely, leaseMs, log } = this.#needs
    try {
      await renewLeases(kysely, this.ids, leaseMs)
    } catch (err) {
      // If renewals keep failing, the leases end, another instance sends the rows too, and the topic gets copies.
      log.warn('outbox.not-renewed', { count: this.#ids.size, err })
    } finally {
      this.#isRenewing = false
    }
  }
}

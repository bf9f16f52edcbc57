import type { Log } from '@tailspan/telemetry'
import type { DatabaseFault } from '../faults/database-error.ts'

type Broken = { readonly error: DatabaseFault; readonly failedAt: number }

// Longer than a consumer waits between two tries, so that it is not forgotten in between.
const rememberMs = 30_000
const maxRemembered = 100

/** Statements that fail for every piece of work alike, until they work again or nobody sends them any more. */
export class BrokenStatements {
  readonly #broken = new Map<string, Broken>()
  readonly #log: Pick<Log, 'error'>

  constructor(log: Pick<Log, 'error'>) {
    this.#log = log
  }

  /** Logs it once, however often it is retried. */
  failed(text: string, error: DatabaseFault): void {
    const isNew = !this.#broken.has(text)
    if (isNew && this.#broken.size >= maxRemembered) return
    this.#broken.set(text, { error, failedAt: performance.now() })
    if (isNew) this.#log.error('postgres.statement-broken', { err: error })
  }

  worked(text: string): void {
    if (this.#broken.size > 0) this.#broken.delete(text)
  }

  /** One of them; undefined when all statements work. */
  any(): DatabaseFault | undefined {
    for (const [text, { error, failedAt }] of this.#broken) {
      if (performance.now() - failedAt < rememberMs) return error
      this.#broken.delete(text)
    }
    return undefined
  }
}

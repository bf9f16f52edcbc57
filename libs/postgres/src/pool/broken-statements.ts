import type { Log } from '@tailspan/telemetry'
import { DatabaseFault, DatabaseUnavailable } from '../faults/database-error.ts'

/** What fails for every piece of work alike while the server goes on answering short questions. */
export type Lasting = DatabaseFault | DatabaseUnavailable

type Broken = {
  readonly error: Lasting
  /** When it failed for the first time since it worked. */
  readonly since: number
  readonly failedAt: number
}

// Longer than a consumer waits between two tries, so that it is not forgotten in between.
const rememberMs = 30_000
// What fails again after so long is news.
const forgetMs = 600_000
// So long one statement speaks for the whole server although others write.
const trustedMs = 60_000
const maxRemembered = 100

export function isLasting(error: Error): error is Lasting {
  if (error instanceof DatabaseFault) return error.hitsAll
  return error instanceof DatabaseUnavailable && error.stillAnswers
}

/**
 * Statements that fail for every piece of work alike, until they work again or nobody sends them any more.
 *
 * limits: a statement that asks for more than a healthy server has (53200) fails without end while others write;
 *         after a minute of that it counts no longer
 */
export class BrokenStatements {
  readonly #broken = new Map<string, Broken>()
  readonly #log: Pick<Log, 'error'>
  #wroteAt = Number.NEGATIVE_INFINITY

  constructor(log: Pick<Log, 'error'>) {
    this.#log = log
  }

  /** Logs it once, however often it is retried. */
  failed(text: string, error: Lasting): void {
    const failedAt = performance.now()
    const before = this.#broken.get(text)
    const known = before && failedAt - before.failedAt < forgetMs ? before : undefined
    if (!before) this.#makeRoom()
    this.#broken.set(text, { error, failedAt, since: known?.since ?? failedAt })
    if (known) return
    const isOurs = error instanceof DatabaseFault
    this.#log.error(isOurs ? 'postgres.statement-broken' : 'postgres.statement-refused', {
      err: error,
    })
  }

  worked(text: string): void {
    if (this.#broken.size > 0) this.#broken.delete(text)
  }

  /** Something was written, and is committed. */
  wrote(): void {
    if (this.#broken.size > 0) this.#wroteAt = performance.now()
  }

  /** One of them; undefined when all statements work. */
  any(): Lasting | undefined {
    const now = performance.now()
    for (const one of this.#broken.values())
      if (now - one.failedAt < rememberMs && !this.#isAlone(one, now)) return one.error
    return undefined
  }

  #isAlone({ error, since }: Broken, now: number): boolean {
    const othersWrite = now - this.#wroteAt < rememberMs
    return error instanceof DatabaseUnavailable && othersWrite && now - since > trustedMs
  }

  // The one that failed for the first time longest ago.
  #makeRoom(): void {
    const [oldest] = this.#broken.keys()
    if (oldest !== undefined && this.#broken.size >= maxRemembered) this.#broken.delete(oldest)
  }
}

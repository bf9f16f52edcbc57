import type { QueryExecutorProvider } from '@tailspan/postgres'
import { repeatUntilDone, untilAborted } from '@tailspan/scope'
import { createRareWarning, type Log } from '@tailspan/telemetry'
import { Collected } from './collected.ts'
import { deleteRows } from './outbox-rows.ts'

type Needs = { readonly kysely: QueryExecutorProvider; readonly log: Log }

const againMs = 200

/** Deletes the rows that Kafka has acknowledged, many at a time. */
export class AckedRows {
  readonly #needs: Needs
  readonly #over = new AbortController()
  readonly #deleted = new Collected<string>((ids) => this.#delete(ids))
  readonly #warn: (err: unknown) => void

  constructor(needs: Needs) {
    this.#needs = needs
    this.#warn = createRareWarning(needs.log, 'outbox.not-deleted')
  }

  /** Resolves when the row is deleted. */
  add(id: string): Promise<void> {
    return this.#deleted.add(id)
  }

  /** Waits for the deletions in progress. An aborted signal ends the wait; rows that remain are published again, as copies. */
  async finish(signal: AbortSignal): Promise<void> {
    await untilAborted(signal, this.#deleted.settled())
    this.#over.abort()
    await this.#deleted.settled()
  }

  // Retried until it works: a row that remains is published again when its lease ends.
  async #delete(ids: readonly string[]): Promise<void> {
    const { signal } = this.#over
    const often = { signal, firstMs: againMs, longestMs: againMs, onFailure: this.#warn }
    await repeatUntilDone(() => deleteRows(this.#needs.kysely, ids), often).catch(() => {})
  }
}

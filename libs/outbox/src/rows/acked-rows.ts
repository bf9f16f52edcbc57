import { setTimeout as wait } from 'node:timers/promises'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import { inRoot, repeatUntilDone, untilAborted } from '@tailspan/scope'
import { createRareWarning, type Log } from '@tailspan/telemetry'
import { deleteRows } from './outbox-rows.ts'

type Needs = { readonly kysely: QueryExecutorProvider; readonly log: Log }
type Batch = { readonly ids: string[]; readonly deleted: Promise<void> }

// Rows that are acknowledged within this time are deleted by one statement.
const collectMs = 5
const againMs = 200

/** Deletes the rows that Kafka has acknowledged, many at a time. */
export class AckedRows {
  readonly #needs: Needs
  readonly #over = new AbortController()
  readonly #deleting = new Set<Promise<void>>()
  readonly #warn: (err: unknown) => void
  #open: Batch | undefined

  constructor(needs: Needs) {
    this.#needs = needs
    this.#warn = createRareWarning(needs.log, 'outbox.not-deleted')
  }

  /** Resolves when the row is deleted. */
  add(id: string): Promise<void> {
    this.#open ??= inRoot(() => this.#openBatch())
    this.#open.ids.push(id)
    return this.#open.deleted
  }

  /** Waits for the deletions in progress. An aborted signal ends the wait; rows that remain are published again, as copies. */
  async finish(signal: AbortSignal): Promise<void> {
    await untilAborted(signal, Promise.allSettled(this.#deleting))
    this.#over.abort()
    await Promise.allSettled(this.#deleting)
  }

  #openBatch(): Batch {
    const ids: string[] = []
    const deleted = wait(collectMs).then(() => {
      this.#open = undefined
      return this.#delete(ids)
    })
    this.#deleting.add(deleted)
    void deleted.finally(() => this.#deleting.delete(deleted))
    return { ids, deleted }
  }

  // Retried until it works: a row that remains is published again when its lease ends.
  async #delete(ids: readonly string[]): Promise<void> {
    const { signal } = this.#over
    const often = { signal, firstMs: againMs, longestMs: againMs, onFailure: this.#warn }
    await repeatUntilDone(() => deleteRows(this.#needs.kysely, ids), often).catch(() => {})
  }
}

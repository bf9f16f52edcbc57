import { setTimeout as wait } from 'node:timers/promises'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import { inRoot, repeatUntilDone, untilAborted } from '@tailspan/scope'
import { createRareWarning, type Log } from '@tailspan/telemetry'
import { deleteRows } from './outbox-rows.ts'

type Needs = { readonly kysely: QueryExecutorProvider; readonly log: Log }
type Batch = { readonly ids: string[]; readonly deleted: Promise<void> }

// What is acknowledged within this time is deleted together.
const collectMs = 5
const againMs = 200

/** Deletes what Kafka has, many rows at a time. */
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

  /** Resolves when the row is gone. */
  add(id: string): Promise<void> {
    this.#open ??= inRoot(() => this.#openBatch())
    this.#open.ids.push(id)
    return this.#open.deleted
  }

  /** Waits for the deletions under way; an aborted signal ends that: they are sent again as copies. */
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

  // Until it works: a row that stays is published again as soon as its lease is over.
  async #delete(ids: readonly string[]): Promise<void> {
    const { signal } = this.#over
    const often = { signal, firstMs: againMs, longestMs: againMs, onFailure: this.#warn }
    await repeatUntilDone(() => deleteRows(this.#needs.kysely, ids), often).catch(() => {})
  }
}

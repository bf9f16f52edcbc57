import type { QueryExecutorProvider } from '@tailspan/postgres'
import { Collected } from './collected.ts'
import { type Failed, putOff } from './outbox-rows.ts'

type Needs = { readonly kysely: QueryExecutorProvider; readonly backoffMs: number }

/** Puts off the rows whose sends have failed, many at a time. */
export class PutOffRows {
  readonly #failed: Collected<Failed>

  constructor({ kysely, backoffMs }: Needs) {
    this.#failed = new Collected((failed) => putOff(kysely, failed, backoffMs))
  }

  /** Ends as the statement ends. */
  add(failed: Failed): Promise<void> {
    return this.#failed.add(failed)
  }

  /** Waits for those in progress. */
  finish(): Promise<void> {
    return this.#failed.settled()
  }
}

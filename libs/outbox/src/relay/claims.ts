import type { QueryExecutorProvider } from '@tailspan/postgres'
import { type ClaimedRow, claimFollowers, claimRows } from '../rows/claim-rows.ts'
import type { Room } from './hand.ts'

type Needs = { readonly shards: number; readonly leaseMs: number }
type Found = {
  readonly rows: readonly ClaimedRow[]
  /** The next claim finds rows, as far as can be told. */
  readonly isMore: boolean
}

const maxClaim = 1_000
const maxRun = 100
const longestPassMs = 30_000
const fromStart = '0'

/**
 * Claims rows, each time behind those that it has seen: so the whole table gets its turn, however many rows lie in
 * front that cannot be sent.
 */
export class Claims {
  readonly #needs: Needs
  #after = fromStart
  #beganAt = performance.now()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async next(
    session: QueryExecutorProvider,
    held: readonly number[],
    { limit: most, full, retried }: Room,
  ): Promise<Found> {
    const { shards: of, leaseMs } = this.#needs
    const limit = Math.min(maxClaim, most)
    const claim = { shards: held, of, limit, full, retried, after: this.#after }
    const { rows, seen } = await claimRows(session, claim, leaseMs)
    const isFull = rows.length === limit
    this.#goOn(seen, isFull)
    if (isFull) return { rows, isMore: true }
    // Few aggregates wait: fill the claim, because an aggregate with many rows would otherwise take a round for each.
    // What was tried before comes alone: it may not be sent this time either.
    const heads = rows.filter(({ isRetried }) => !isRetried)
    if (heads.length === 0) return { rows, isMore: rows.length > 0 && seen !== undefined }
    const left = limit - rows.length
    const perAggregate = Math.min(maxRun - 1, Math.ceil(left / heads.length))
    const behind = await claimFollowers(
      session,
      { heads, perAggregate, limit: left, full },
      leaseMs,
    )
    return { rows: [...rows, ...behind], isMore: seen !== undefined }
  }

  // Rows that were put off lie behind: they have their turn, too, where there is no end of new ones.
  #goOn(seen: string | undefined, isFull: boolean): void {
    const isLong = isFull && performance.now() - this.#beganAt > longestPassMs
    this.#after = (isLong ? undefined : seen) ?? fromStart
    if (this.#after === fromStart) this.#beganAt = performance.now()
  }
}

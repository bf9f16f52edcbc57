import type { QueryExecutorProvider } from '@tailspan/postgres'
import { type ClaimedRow, claimFollowers, claimRows } from '../rows/claim-rows.ts'
import type { Room } from './hand.ts'
import { Pass } from './pass.ts'

type Needs = { readonly shards: number; readonly leaseMs: number }
type Found = {
  readonly rows: readonly ClaimedRow[]
  /** The next claim finds rows, as far as can be told. */
  readonly isMore: boolean
}

const maxClaim = 1_000
const maxRun = 100
const longestPassMs = 30_000

/**
 * Claims rows, each time behind those that it has seen: so the whole table gets its turn, however many rows lie in
 * front that cannot be sent.
 */
export class Claims {
  readonly #needs: Needs
  readonly #pass = new Pass(longestPassMs)
  // While a topic is full: its rows are passed by, and keep their turn.
  readonly #passBy = new Pass(longestPassMs)

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
    const pass = full.length > 0 ? this.#passBy : this.#pass
    const claim = { shards: held, of, limit, full, retried, after: pass.after }
    const { rows, seen } = await claimRows(session, claim, leaseMs)
    const isFull = rows.length === limit
    pass.goOn(seen, isFull)
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
}

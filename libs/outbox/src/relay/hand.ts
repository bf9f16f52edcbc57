import type { ClaimedRow, Some } from '../rows/claim-rows.ts'
import { RowsInHand } from './rows-in-hand.ts'

/** What may be claimed now. */
export type Room = Some & { readonly retried: Some }

// Of a topic that nobody acknowledges: enough to see that it is back, and some hundred leases a minute.
const least = 128
// So many have ended, or all of a topic: the next claim is worth its statement.
const enough = 250

/**
 * The rows that the relay has in hand, and when the next claim is worth it.
 *
 * shape: rows that have failed before have a ninth of the room, for themselves: those of a partition that is offline
 *        are tried again and again, and hold up no row that was not tried yet
 */
export class Hand {
  readonly #fresh: RowsInHand<ClaimedRow>
  readonly #retried: RowsInHand<ClaimedRow>
  readonly #freed: () => void
  #ended = 0

  /** `freed` is called when the next claim is worth it. */
  constructor(most: number, freed: () => void) {
    this.#fresh = new RowsInHand(most, least)
    this.#retried = new RowsInHand(Math.ceil(most / 9), least)
    this.#freed = freed
  }

  room(): Room {
    return { ...this.#fresh.room(), retried: this.#retried.room() }
  }

  /** Returns a callback to call when a row is finished. */
  add(rows: readonly ClaimedRow[]): (row: ClaimedRow, isAcked: boolean) => void {
    const fresh = this.#fresh.add(rows.filter(({ isRetried }) => !isRetried))
    const retried = this.#retried.add(rows.filter(({ isRetried }) => isRetried))
    this.#ended = 0
    return (row, isAcked) => {
      const ended = row.isRetried ? retried : fresh
      const left = ended(row, isAcked)
      this.#ended += 1
      if (this.#ended < enough && left > 0) return
      this.#ended = 0
      this.#freed()
    }
  }
}

/**
 * Something with a life of its own: a listener, a consumer, a pool, the signals of the process.
 *
 * shape:  listed dependencies first; `start` goes down the list, `quiesce` and `stop` go up it;
 *         what these return is awaited
 * source: docs/adr/0005-stop-order.md
 */
export interface Actor {
  readonly name: string
  /** Resolves when ready. An actor that fails to start cleans up by itself: its `stop` is not called. */
  start?(signal: AbortSignal): Promise<unknown>
  /** Lives until the signal is aborted; ending earlier ends the group. Without it: until stopped. */
  run?(signal: AbortSignal): Promise<unknown>
  /** Takes no new work from now on. Called on all actors before the first one is stopped. */
  quiesce?(): unknown
  /**
   * Finishes what is in hand. An aborted signal says: cut it short, the budget is spent; from then on
   * there are `lastMs` left, after which the actor is named as abandoned.
   */
  stop?(signal: AbortSignal, lastMs: number): unknown
  /** The wish for `lastMs`, 100 by default: kept for this actor whatever the others spend. */
  readonly reserveMs?: number
}

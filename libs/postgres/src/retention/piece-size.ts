const firstRows = 1_000
const maxRows = 50_000
const maxFailures = 10

/**
 * How many rows the next piece has, by the time that the last one took.
 *
 * units: targetMs, what a piece should take
 */
export function createPieceSize(targetMs: number) {
  let rows = firstRows
  let failures = 0
  return {
    rows: () => rows,
    /** At most twice as many next time: how long rows take is known of those only that are gone. */
    fitted(tookMs: number): void {
      failures = 0
      const fitting = Math.round((rows * targetMs) / Math.max(tookMs, 1))
      rows = Math.min(Math.max(fitting, Math.ceil(rows / 10), 1), 2 * rows, maxRows)
    },
    /**
     * False when there is no sense in a smaller piece. One row is tried several times: what a statement has found
     * dead in an index before it was cancelled the next one need not read again.
     */
    tookTooLong(): boolean {
      failures += 1
      rows = Math.ceil(rows / 10)
      return failures <= maxFailures
    },
  }
}

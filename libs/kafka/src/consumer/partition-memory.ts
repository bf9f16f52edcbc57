import type { IncomingRecord } from '../message/incoming-record.ts'

export type Backoff = { readonly initialMs: number; readonly maxMs: number }

type Failures = { own: number; all: number; dueMs: number }

/**
 * What one process knows of a partition beyond the group's offset: what it has done there, and what has failed how often.
 *
 * shape: by place and timestamp, because a topic that is created anew begins at offset 0
 * units: ms on the clock of `performance.now()`
 */
export class PartitionMemory {
  readonly #done = new Map<string, IncomingRecord['offset']>()
  readonly #failures = new Map<string, Failures & { readonly offset: string }>()
  readonly #backoff: Backoff
  #outagesInARow = 0
  #askAgainMs = 0

  constructor(backoff: Backoff) {
    this.#backoff = backoff
  }

  /** Whether this process took it to its end although an earlier record was not there yet. */
  wasDone(record: IncomingRecord): boolean {
    return this.#done.has(nameOf(record))
  }

  noteDone(record: IncomingRecord): void {
    this.#outagesInARow = 0
    this.#failures.delete(nameOf(record))
    this.#done.set(nameOf(record), record.offset)
  }

  /** 1 for a record that has not failed by its own fault. */
  attemptOf(record: IncomingRecord): number {
    return 1 + (this.#failures.get(nameOf(record))?.own ?? 0)
  }

  /** When it may be tried again; 0 for a record that has not failed. */
  dueMsOf(record: IncomingRecord): number {
    return this.#failures.get(nameOf(record))?.dueMs ?? 0
  }

  /** Notes a failure, which `counts` if it was the record's own, and says how long to wait. */
  noteFailure(record: IncomingRecord, { counts }: { counts: boolean }): number {
    const { offset } = record
    const entry = this.#failures.get(nameOf(record)) ?? { offset, own: 0, all: 0, dueMs: 0 }
    entry.all += 1
    if (counts) entry.own += 1
    const { initialMs, maxMs } = this.#backoff
    const exactMs = Math.min(initialMs * 2 ** (entry.all - 1), maxMs)
    const pauseMs = Math.round(exactMs * (0.8 + Math.random() * 0.4))
    entry.dueMs = performance.now() + pauseMs
    this.#failures.set(nameOf(record), entry)
    this.#outagesInARow = counts ? 0 : this.#outagesInARow + 1
    this.#askAgainMs = entry.dueMs
    return pauseMs
  }

  /**
   * Until when no record is to be begun, because so many in a row found that something was away; 0 when they did not.
   * From then on one alone finds out whether it is back.
   */
  heldUntilMs(inARow: number): number {
    return this.#outagesInARow >= inARow ? this.#askAgainMs : 0
  }

  /** The group's offset has come so far. */
  forgetBefore(offset: string): void {
    const first = BigInt(offset)
    for (const [name, at] of this.#done) if (BigInt(at) < first) this.#done.delete(name)
    for (const [name, at] of this.#failures)
      if (BigInt(at.offset) < first) this.#failures.delete(name)
  }
}

function nameOf({ offset, timestamp }: IncomingRecord): string {
  return `${offset}/${timestamp}`
}

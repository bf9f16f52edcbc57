import type { IncomingRecord } from '../message/incoming-record.ts'

export type Backoff = { readonly initialMs: number; readonly maxMs: number }

type Entry = { offset: string; ownFailures: number; failures: number }

/**
 * Remembers how often the first unfinished record of each partition has failed.
 *
 * shape: a partition stands still at that record, so one entry per partition is all there is
 */
export class RetryLedger {
  readonly #entries = new Map<string, Entry>()
  readonly #backoff: Backoff

  constructor(backoff: Backoff) {
    this.#backoff = backoff
  }

  /** 1 for a record that has not failed by its own fault. */
  attemptOf(record: IncomingRecord): number {
    return 1 + (this.#find(record)?.ownFailures ?? 0)
  }

  /** Notes a failure and says how long to wait, in milliseconds. */
  noteFailure(record: IncomingRecord, { counts }: { counts: boolean }): number {
    const entry = this.#find(record) ?? { offset: record.offset, ownFailures: 0, failures: 0 }
    entry.failures += 1
    if (counts) entry.ownFailures += 1
    this.#entries.set(partitionOf(record), entry)
    const { initialMs, maxMs } = this.#backoff
    const pauseMs = Math.min(initialMs * 2 ** (entry.failures - 1), maxMs)
    return Math.round(pauseMs * (0.8 + Math.random() * 0.4))
  }

  noteDone(record: IncomingRecord): void {
    this.#entries.delete(partitionOf(record))
  }

  #find(record: IncomingRecord): Entry | undefined {
    const entry = this.#entries.get(partitionOf(record))
    return entry?.offset === record.offset ? entry : undefined
  }
}

function partitionOf({ topic, partition }: IncomingRecord): string {
  return `${topic}/${partition}`
}

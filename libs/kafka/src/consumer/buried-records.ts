import type { IncomingRecord } from '../message/incoming-record.ts'

const maxKept = 1_000

/**
 * The records whose dead letter was acknowledged by this process.
 *
 * A commit that fails afterwards brings them again, and a letter cannot be taken back: only the commit is repeated.
 *
 * shape: the last thousand, by place and timestamp, because a topic that is created anew begins at offset 0
 */
export class BuriedRecords {
  readonly #names = new Set<string>()

  has(record: IncomingRecord): boolean {
    return this.#names.has(nameOf(record))
  }

  add(record: IncomingRecord): void {
    this.#names.add(nameOf(record))
    if (this.#names.size <= maxKept) return
    for (const oldest of this.#names) {
      this.#names.delete(oldest)
      return
    }
  }
}

function nameOf({ topic, partition, offset, timestamp }: IncomingRecord): string {
  return `${topic}/${partition}@${offset}/${timestamp}`
}

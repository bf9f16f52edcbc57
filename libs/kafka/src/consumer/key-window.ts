import type { IncomingRecord } from '../message/incoming-record.ts'

/** What is known of the records, from an earlier fetch too. */
export type Remembered = {
  wasDone(record: IncomingRecord): boolean
  /** When it may be begun; 0 for one that has not failed. */
  dueMsOf(record: IncomingRecord): number
}

/**
 * Which records of a batch may be begun: the first unfinished one of each key, none too far ahead.
 *
 * shape: records are known by their index; those without a key are one key. What could not be decoded may hold
 *        any key: it waits for all before it, and all behind it wait for it
 */
export class KeyWindow {
  readonly #records: readonly IncomingRecord[]
  readonly #maxAhead: number
  readonly #remembered: Remembered
  readonly #queues = new Map<string, number[]>()
  readonly #ready: number[] = []
  readonly #due = new Map<number, number>()
  readonly #done = new Set<number>()
  #first = 0
  #unseen = 0
  #inHand = 0

  constructor(
    records: readonly IncomingRecord[],
    { maxAhead, remembered }: { readonly maxAhead: number; readonly remembered: Remembered },
  ) {
    this.#records = records
    this.#maxAhead = maxAhead
    this.#remembered = remembered
    this.#admit()
  }

  get inHand(): number {
    return this.#inHand
  }

  /** Whether every record is done. */
  get isOver(): boolean {
    return this.#first === this.#records.length
  }

  /** How many are done without a gap. */
  get prefix(): number {
    return this.#first
  }

  /** Takes one in hand; undefined when none may be begun now. */
  take(nowMs: number): number | undefined {
    for (const [index, dueMs] of this.#due)
      if (dueMs <= nowMs) {
        this.#due.delete(index)
        this.#ready.push(index)
      }
    const index = this.#ready.shift()
    if (index !== undefined) this.#inHand += 1
    return index
  }

  /** One in hand is done; the next one of its key may follow. */
  settle(index: number): void {
    this.#inHand -= 1
    this.#finish(index)
    const name = this.#keyOf(index)
    const queue = this.#queues.get(name)
    queue?.shift()
    const [next] = queue ?? []
    if (next === undefined) this.#queues.delete(name)
    else this.#enqueue(next)
    this.#admit()
  }

  /** One in hand has failed, and is to be tried again when it is due. */
  putBack(index: number): void {
    this.#inHand -= 1
    this.#enqueue(index)
  }

  /** When the next one may be begun: 0 for now, Infinity when something in hand must come to its end before. */
  nextDueMs(): number {
    return this.#ready.length > 0 ? 0 : Math.min(...this.#due.values(), Number.POSITIVE_INFINITY)
  }

  #admit(): void {
    while (this.#unseen < this.#records.length && this.#mayAdmit()) {
      const index = this.#unseen
      this.#unseen += 1
      const record = this.#records[index]
      if (record && this.#remembered.wasDone(record)) this.#finish(index)
      else this.#queue(index)
    }
  }

  #mayAdmit(): boolean {
    const isWall = (index: number) => this.#records[index]?.unreadable !== undefined
    if (this.#unseen > this.#first && (isWall(this.#unseen) || isWall(this.#first))) return false
    return this.#unseen - this.#first < this.#maxAhead
  }

  #queue(index: number): void {
    const name = this.#keyOf(index)
    const queue = this.#queues.get(name)
    if (queue) return void queue.push(index)
    this.#queues.set(name, [index])
    this.#enqueue(index)
  }

  #enqueue(index: number): void {
    const record = this.#records[index]
    const dueMs = record ? this.#remembered.dueMsOf(record) : 0
    if (dueMs > 0) this.#due.set(index, dueMs)
    else this.#ready.push(index)
  }

  #finish(index: number): void {
    this.#done.add(index)
    while (this.#done.delete(this.#first)) this.#first += 1
  }

  #keyOf(index: number): string {
    return this.#records[index]?.key?.toString('latin1') ?? ''
  }
}

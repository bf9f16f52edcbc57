import type { Place } from '../../message/place.ts'
import type { FetchedBatch } from './fetched-batch.ts'

/** Reads topics from an offset on and leaves no trace in Kafka. */
export interface TopicReader {
  connect(): Promise<void>
  listTopics(): Promise<readonly string[]>
  rangesOf(topic: string): Promise<readonly OffsetRange[]>
  /** Shows what lies in these topics batch by batch, until it is ended. */
  read(what: ReadRange, on: ReadEvents): Promise<Reading>
  /** Takes a second at most. */
  close(): Promise<void>
}

/** `low` is the first offset that is there, `high` the one behind the last record. */
export type OffsetRange = {
  readonly partition: number
  readonly low: string
  readonly high: string
}

/** All of some topics, or one partition from a place on. */
export type ReadRange = { readonly topics: readonly string[] } | { readonly from: Place }

export type ReadBatch = Pick<
  FetchedBatch,
  'topic' | 'partition' | 'records' | 'lastOffset' | 'heartbeat'
>

export type ReadEvents = {
  /** Without a record where what was read has none to show: ends of transactions, and what was aborted. */
  onBatch(batch: ReadBatch): Promise<void>
  /** The brokers are away; without it the reader goes on when they are back. */
  onGone?(error: unknown): void
}

/** Takes two seconds at most to end. */
export type Reading = { end(): Promise<void> }

import type { IncomingRecord } from '../../message/incoming-record.ts'

/**
 * Records of one partition that were fetched together, and what a member of the group may say about them.
 *
 * shape:  the partition is fetched again when its batch has ended, from the last resolved offset on
 * errors: what `heartbeat` and `commit` reject with is for the client: throw it on
 */
export type FetchedBatch = {
  readonly topic: string
  readonly partition: number
  readonly records: readonly IncomingRecord[]
  readonly highWatermark: string
  /** Also of what is not among the records, as the end of a transaction. */
  readonly lastOffset: string
  /** False once the client stops. */
  isRunning(): boolean
  /** True when the partition was given to another member, or sought elsewhere. */
  isStale(): boolean
  heartbeat(): Promise<void>
  /** All records up to this offset are finished. */
  resolveOffset(offset: string): void
  /** Commits what is resolved, if the interval is over. */
  commitIfDue(): Promise<void>
  /** The partition is not fetched until the returned function is called. */
  pause(): () => void
}

import type { FetchedBatch } from './fetched-batch.ts'

/** A member of a consumer group: joins, fetches, sends heartbeats, commits, leaves. */
export interface GroupClient {
  /** Connects and subscribes; a group without an offset begins with the first record that is there. */
  connect(): Promise<void>
  /** Joins and fetches; resolves when that goes on by itself. After a crash without a restart it may be called again. */
  run(onBatch: OnBatch): Promise<void>
  /** Fetches nothing more; heartbeats go on. */
  pause(): void
  /** Waits for the batches in hand, commits and leaves the group; restarts no more. */
  disconnect(): Promise<void>
  /** Closes all sockets at once. */
  cut(): void
}

export type OnBatch = (batch: FetchedBatch) => Promise<void>

export type GroupSettings = {
  readonly groupId: string
  readonly topics: readonly string[]
  readonly sessionMs: number
  readonly heartbeatMs: number
  /** Partitions at once. */
  readonly concurrency: number
}

export type Assignment = Readonly<Record<string, readonly number[]>>

/** What the client tells of its membership. */
export type GroupEvents = {
  onJoined(assignment: Assignment): void
  onFetched(): void
  onStopped(): void
  /** It has stopped for an error; `restarts` says whether it goes on by itself. */
  onCrashed(error: Error, restarts: boolean): void
}

/** What waits in the system; absent what could not be asked. */
export type Backlog = {
  /** Rows that are not published yet, parked ones included, and for how long the oldest of them waits. */
  readonly outboxes?: readonly OutboxBacklog[]
  /** Records that a group has not committed yet. */
  readonly lags?: readonly Lag[]
}

export type OutboxBacklog = {
  readonly service: string
  readonly rows: number
  readonly parked: number
  readonly oldestAgeMs: number
}

export type Lag = { readonly groupId: string; readonly topic: string; readonly records: number }

/** What waits in the system; absent what could not be asked. */
export type Backlog = {
  /** Rows that are not published yet, parked ones included, and for how long the oldest of them waits. */
  readonly outboxes?: readonly OutboxBacklog[]
  /** Records that a group has not committed yet. */
  readonly lags?: readonly Lag[]
  /** Counted only where it is asked for. */
  readonly orders?: OrderCounts
}

/** What became of the newest orders, as far as tables say it. */
export type OrderCounts = {
  readonly accepted: number
  /** Each of their effects is there. */
  readonly delivered: number
  /** In an outbox, or with a mail that is deferred. */
  readonly waiting: number
  /** Neither: on a topic, dead-lettered or lost. */
  readonly elsewhere: number
}

export type OutboxBacklog = {
  readonly service: string
  readonly rows: number
  readonly parked: number
  readonly oldestAgeMs: number
}

export type Lag = { readonly groupId: string; readonly topic: string; readonly records: number }

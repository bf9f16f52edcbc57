import { createScope, withCancel } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import type { FetchedBatch } from '../client/port/fetched-batch.ts'
import type { KafkaClient } from '../client/port/kafka-client.ts'
import { type IncomingRecord, placeOf } from '../message/incoming-record.ts'
import type { BlockedPartitions } from './blocked-partitions.ts'
import type { ConsumerMetrics } from './consumer-metrics.ts'
import { keepMembership } from './keep-membership.ts'
import { KeyWindow } from './key-window.ts'
import type { PartitionPositions } from './lag/partition-positions.ts'
import type { PartitionMemory } from './partition-memory.ts'
import type { createProcessRecord, Outcome } from './process-record.ts'

export type BatchNeeds = {
  /** Records of different keys in hand at once. */
  readonly keysAtOnce: number
  /** None is begun that lies so many records beyond the first unfinished one. */
  readonly maxAhead: number
  readonly processRecord: ReturnType<typeof createProcessRecord>
  readonly blocked: BlockedPartitions
  readonly positions: PartitionPositions
  readonly metrics: ConsumerMetrics
  readonly log: Log
  readonly heartbeatMs: number
  readonly sessionMs: number
  readonly faultOf: KafkaClient['faultOf']
}

type Batch = {
  readonly fetched: FetchedBatch
  readonly memory: PartitionMemory
  /** Aborts what is in hand. */
  readonly signal: AbortSignal
}

type Failed = Extract<Outcome, { next: 'retry' }>

// A timer of Infinity ends after a millisecond.
const maxTimerMs = 60_000

/** Takes the records of one batch to their end, those of different keys side by side. */
export class BatchRun {
  readonly #needs: BatchNeeds
  readonly #batch: Batch
  readonly #records: readonly IncomingRecord[]
  readonly #window: KeyWindow
  /** The one that finds out whether what was away is back. */
  #probe: number | undefined
  #isEnding = false
  #fault: { readonly error: unknown } | undefined
  #change = Promise.withResolvers<void>()

  constructor(needs: BatchNeeds, batch: Batch) {
    const { fetched, memory } = batch
    this.#needs = needs
    this.#batch = batch
    this.#records = fetched.records
    this.#window = new KeyWindow(this.#records, { ...needs, remembered: memory })
    const [first] = this.#records
    if (!first) return
    memory.forgetBefore(first.offset)
    needs.positions.fetched(fetched, { first, end: fetched.highWatermark })
  }

  /** What is in hand is finished, nothing else is begun. */
  end(): void {
    this.#isEnding = true
    this.#change.resolve()
  }

  /**
   * Returns when all is done, or nothing may be done for a while: then for how long, in milliseconds. A client may
   * fetch for other partitions, and join its group again, only between two batches, as kafkajs does.
   *
   * errors: what the client has to know: that the group is rebalancing, that a commit failed
   */
  async run(): Promise<number> {
    const { fetched, signal } = this.#batch
    const { heartbeatMs, sessionMs, faultOf } = this.#needs
    const { scope, cancel } = withCancel(createScope({ signal }))
    const member = {
      heartbeat: fetched.heartbeat,
      heartbeatMs,
      sessionMs,
      faultOf,
      onRebalancing: (error: unknown) => this.#endWith(error),
      onLost: (reason: unknown) => {
        cancel(reason)
        this.end()
      },
    }
    try {
      await this.#resolve()
      await keepMembership(member, () => this.#work(scope.signal))
    } finally {
      cancel()
    }
    if (this.#fault) throw this.#fault.error
    return this.#window.isOver ? 0 : this.#waitMs()
  }

  async #work(signal: AbortSignal): Promise<void> {
    for (;;) {
      this.#change = Promise.withResolvers()
      this.#beginAll(signal)
      if (this.#window.inHand === 0) return
      // At the limit, or when no more may begin, wait until a handler in progress ends.
      const isFull = this.#isOver() || this.#isFull()
      const timer = isFull ? undefined : setTimeout(this.#change.resolve, this.#waitMs())
      await this.#change.promise
      clearTimeout(timer)
    }
  }

  #isOver(): boolean {
    const { fetched } = this.#batch
    this.#isEnding ||= !fetched.isRunning() || fetched.isStale()
    return this.#isEnding || this.#window.isOver
  }

  #waitMs(): number {
    const atMs = Math.max(this.#window.nextDueMs(), this.#heldUntilMs())
    return Math.min(Math.max(0, atMs - performance.now()), maxTimerMs)
  }

  #heldUntilMs(): number {
    return this.#batch.memory.heldUntilMs(this.#needs.keysAtOnce)
  }

  /** While something is away, one alone finds out whether it is back. */
  #isFull(): boolean {
    const isProbing = this.#heldUntilMs() > 0 && this.#probe !== undefined
    return isProbing || this.#window.inHand >= this.#needs.keysAtOnce
  }

  #beginAll(signal: AbortSignal): void {
    for (;;) {
      const nowMs = performance.now()
      const heldUntilMs = this.#heldUntilMs()
      if (this.#isOver() || this.#isFull() || heldUntilMs > nowMs) return
      const index = this.#window.take(nowMs)
      if (index === undefined) return
      if (heldUntilMs > 0) this.#probe = index
      void this.#take(index, signal)
    }
  }

  async #take(index: number, signal: AbortSignal): Promise<void> {
    const record = this.#records[index] as IncomingRecord
    const startedMs = performance.now()
    try {
      const attempt = this.#batch.memory.attemptOf(record)
      const outcome = await this.#needs.processRecord(record, { attempt, signal })
      this.#needs.metrics.processed(record.topic, performance.now() - startedMs)
      if (outcome.next === 'retry') this.#putBack(index, outcome)
      else await this.#settle(index)
    } catch (error) {
      this.#endWith(error)
    } finally {
      if (this.#probe === index) this.#probe = undefined
      this.#change.resolve()
    }
  }

  async #settle(index: number): Promise<void> {
    const record = this.#records[index] as IncomingRecord
    const { prefix } = this.#window
    this.#needs.blocked.free(record)
    this.#batch.memory.noteDone(record)
    this.#window.settle(index)
    if (this.#window.prefix > prefix) await this.#resolve()
  }

  /** Moves the offset over what is done without a gap. */
  async #resolve(): Promise<void> {
    const last = this.#records[this.#window.prefix - 1]
    if (!last) return
    const { fetched, memory } = this.#batch
    fetched.resolveOffset(last.offset)
    const next = this.#records[this.#window.prefix]
    // What lies behind the last record of a batch, as the end of a transaction, is finished with it.
    const offset = next ? last.offset : fetched.lastOffset
    this.#needs.positions.resolved(fetched, offset, next)
    memory.forgetBefore(last.offset)
    await fetched.commitIfDue()
  }

  #putBack(index: number, { counts, error }: Failed): void {
    const record = this.#records[index] as IncomingRecord
    const { blocked, metrics, log } = this.#needs
    blocked.note(record, error)
    const pauseMs = this.#batch.memory.noteFailure(record, { counts })
    this.#window.putBack(index)
    metrics.retried(record.topic, error.code)
    log.warn('consumer.retrying', { ...placeOf(record), pauseMs, counts, err: error })
  }

  #endWith(error: unknown): void {
    this.#fault ??= { error }
    this.end()
  }
}

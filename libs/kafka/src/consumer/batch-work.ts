import { createScope, withCancel } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import type { EachBatchPayload } from 'kafkajs'
import { type IncomingRecord, placeOf, toIncomingRecord } from '../message/incoming-record.ts'
import type { BlockedPartitions } from './blocked-partitions.ts'
import type { ConsumerMetrics } from './consumer-metrics.ts'
import { keepMembership } from './keep-membership.ts'
import type { createProcessRecord, Outcome } from './process-record.ts'
import type { RetryLedger } from './retry-ledger.ts'

type Needs = {
  readonly processRecord: ReturnType<typeof createProcessRecord>
  readonly ledger: RetryLedger
  readonly blocked: BlockedPartitions
  readonly metrics: ConsumerMetrics
  readonly log: Log
  readonly heartbeatMs: number
  readonly sessionMs: number
}

/** Takes fetched records to their end one by one, and can be told to stop between two of them. */
export class BatchWork {
  readonly #needs: Needs
  readonly #resumeTimers = new Set<NodeJS.Timeout>()
  readonly #cutShort = new AbortController()
  #isStopping = false

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** The record in hand is finished, no other is begun. */
  quiesce(): void {
    this.#isStopping = true
    for (const timer of this.#resumeTimers) clearTimeout(timer)
  }

  /** Aborts the record in hand: it is redelivered to the owner of the partition. */
  cutShort(reason: unknown): void {
    this.#cutShort.abort(reason)
  }

  readonly eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    for (const message of payload.batch.messages) {
      // Paused, or the fetch loop would bring the same records again at once.
      if (this.#isStopping) return void payload.pause()
      if (!payload.isRunning() || payload.isStale()) return
      const record = toIncomingRecord(payload.batch, message)
      const outcome = await this.#process(record, payload)
      if (outcome.next === 'retry') return this.#comeBack(record, { outcome, payload })
      this.#needs.ledger.noteDone(record)
      this.#needs.blocked.free(record)
      payload.resolveOffset(message.offset)
      await payload.commitOffsetsIfNecessary()
      await payload.heartbeat()
    }
  }

  async #process(record: IncomingRecord, { heartbeat }: EachBatchPayload): Promise<Outcome> {
    const { processRecord, ledger, metrics, heartbeatMs, sessionMs } = this.#needs
    const attempt = ledger.attemptOf(record)
    const { scope, cancel } = withCancel(createScope({ signal: this.#cutShort.signal }))
    const startedMs = performance.now()
    try {
      return await keepMembership({ heartbeat, heartbeatMs, sessionMs }, cancel, () =>
        processRecord(record, { attempt, signal: scope.signal }),
      )
    } finally {
      cancel()
      metrics.processed(record.topic, performance.now() - startedMs)
    }
  }

  // The offset stays, so the partition continues with this very record; others go on meanwhile, and
  // the fetch loop sends the heartbeats.
  #comeBack(record: IncomingRecord, { outcome, payload }: Failed): void {
    const { ledger, blocked, metrics, log } = this.#needs
    const { counts, error } = outcome
    blocked.note(record, error)
    const resume = payload.pause()
    const pauseMs = ledger.noteFailure(record, { counts })
    metrics.retried(record.topic, error.code)
    log.warn('consumer.retrying', { ...placeOf(record), pauseMs, counts, err: error })
    if (this.#isStopping) return
    const timer = setTimeout(() => {
      this.#resumeTimers.delete(timer)
      resume()
    }, pauseMs)
    this.#resumeTimers.add(timer)
  }
}

type Failed = {
  readonly outcome: Extract<Outcome, { next: 'retry' }>
  readonly payload: EachBatchPayload
}

import type { Span } from '@opentelemetry/api'
import { toTailspanError } from '@tailspan/errors'
import { attributes, recordFailure } from '@tailspan/telemetry'
import { messageBytes, type OutgoingMessage } from '../../message/outgoing-message.ts'
import type { Load } from '../queue/parcel.ts'
import type { CancelWatch } from './cancel-watch.ts'
import type { ProducerMetrics } from './producer-metrics.ts'
import { type SendOptions, startSendSpan } from './send-span.ts'

type Needs = {
  readonly message: OutgoingMessage
  readonly how: SendOptions
  readonly signal: AbortSignal
  /** On the clock of `performance.now()`: a step of the wall clock would expire all sends at once. */
  readonly expiresAtMs: number
  readonly metrics: ProducerMetrics
  readonly cancels: CancelWatch<PendingSend>
}

/** A caller that waits for its record: its span, its cancellation and its own result. */
export class PendingSend implements Load {
  readonly message: OutgoingMessage
  readonly bytes: number
  readonly expiresAtMs: number
  readonly done: Promise<void>
  partition?: number
  #span: Span | undefined
  #isSettled = false
  readonly #needs: Needs
  readonly #startedMs = performance.now()
  readonly #result = Promise.withResolvers<void>()

  constructor(needs: Needs) {
    this.message = needs.message
    this.bytes = messageBytes(needs.message)
    this.expiresAtMs = needs.expiresAtMs
    this.done = this.#result.promise
    this.#needs = needs
  }

  /** It is queued: from now on it can be cancelled, and its first attempt has begun. */
  begin(): void {
    this.beginAttempt()
    this.#needs.metrics.queued(this.message.topic)
    this.#needs.cancels.add(this)
  }

  get signal(): AbortSignal {
    return this.#needs.signal
  }

  get isKept(): boolean {
    return this.#needs.how.kept === true
  }

  beginAttempt(): void {
    this.#span ??= startSendSpan(this.message, this.#needs.how)
  }

  endAttempt(error: unknown): void {
    if (this.#span) recordFailure(this.#span, error)
    this.#span?.end()
    this.#span = undefined
  }

  acknowledge(): void {
    if (this.partition !== undefined) {
      this.#span?.setAttribute(attributes.messagingDestinationPartitionId, String(this.partition))
    }
    this.#span?.end()
    this.#settle({})
    this.#result.resolve()
  }

  fail(error: unknown): void {
    this.endAttempt(error)
    this.#settle({ code: toTailspanError(error).code })
    this.#result.reject(error)
  }

  // Once: what was abandoned at the stop can still get an answer.
  #settle(how: { readonly code?: string }): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#span = undefined
    const durationMs = performance.now() - this.#startedMs
    this.#needs.metrics.settled(this.message.topic, { durationMs, ...how })
    this.#needs.cancels.remove(this)
  }
}

import type { Context as TraceContext } from '@opentelemetry/api'
import { type Deadlines, LazyScope, type Scope } from '@tailspan/scope'
import type { Context } from 'koa'
import type { Limits } from '../limits.ts'
import { type AnyResponse, isCompleted } from './is-completed.ts'
import { clientClosedRequest, requestFinished } from './reasons.ts'
import type { StreamSlots } from './stream-slots.ts'

const key = Symbol('tailspan.request')

/** What a server has room for, and what ends the requests that take too long. */
export type Room = {
  readonly limits: Limits
  readonly streams: StreamSlots
  readonly deadlines: Deadlines<OpenRequest>
}

type Carrier = { [key]?: OpenRequest }

/** One request from its header fields to the first 'close' of its response, with its one signal. */
export class OpenRequest {
  readonly ctx: Context
  readonly limits: Limits
  readonly startedAtMs = performance.now()
  /** The code of the error that was answered. */
  errorCode: string | undefined
  /** Why the request is over; the first reason wins. */
  outcome: Error | undefined
  /** The response is over: its 'close' was seen. */
  closed = false
  handlerReturned = false
  /** The handler waits for the rest of the body: nothing of this request is accepted yet. */
  awaitsBody = false
  /** The server answered in the place of a handler that is still running. */
  overtaken = false
  /** Ends an event stream, which would not end by itself. */
  endEvents: (() => void) | undefined
  /** See `Due`. */
  dueAt = Number.POSITIVE_INFINITY
  readonly #scope: LazyScope
  readonly #streams: StreamSlots
  readonly #deadlines: Deadlines<OpenRequest>
  #isStream = false
  #onLate: ((request: OpenRequest) => void) | undefined

  constructor(ctx: Context, context: TraceContext, { limits, streams, deadlines }: Room) {
    this.ctx = ctx
    this.limits = limits
    this.#streams = streams
    this.#deadlines = deadlines
    this.#scope = new LazyScope(context)
    ;(ctx.res as Carrier)[key] = this
  }

  get scope(): Scope {
    return this.#scope
  }

  get response(): AnyResponse {
    return this.ctx.res
  }

  /** Calls back when the response is over for whatever reason, with the outcome in place. */
  onClose(closed: (request: OpenRequest) => void): void {
    this.ctx.res.once('close', () => {
      this.closed = true
      this.end(isCompleted(this.ctx.res) ? requestFinished : clientClosedRequest)
      closed(this)
    })
  }

  /** Replaces the deadline before. */
  setDeadline(timeoutMs: number, passed: (request: OpenRequest) => void): void {
    // Nothing is left to be late, and nobody would let the timer rest.
    if (this.closed) return
    this.#onLate = passed
    this.dueAt = performance.now() + timeoutMs
    this.#deadlines.watch(this)
  }

  /** The deadline has passed. */
  late(): void {
    this.dueAt = Number.POSITIVE_INFINITY
    this.#onLate?.(this)
  }

  /**
   * Counts as an event stream from here on.
   *
   * errors: event-streams-full
   */
  becomeStream(): void {
    this.#streams.take()
    this.#isStream = true
  }

  /** The place of an event stream is free again. */
  leave(): void {
    if (this.#isStream) this.#streams.release()
  }

  end(reason: Error): void {
    if (this.outcome) return
    this.outcome = reason
    this.#scope.abort(reason)
  }
}

export function openRequestOf(response: AnyResponse): OpenRequest | undefined {
  return (response as Carrier)[key]
}

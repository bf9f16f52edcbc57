import type { Context as TraceContext } from '@opentelemetry/api'
import { createScope, type Scope } from '@tailspan/scope'
import type { Context } from 'koa'
import type { Limits } from '../limits.ts'
import { type AnyResponse, isCompleted } from './is-completed.ts'
import { clientClosedRequest, requestFinished } from './reasons.ts'

const key = Symbol('tailspan.request')

type Carrier = { [key]?: OpenRequest }

/** One request from its header fields to the first 'close' of its response, with its one signal. */
export class OpenRequest {
  readonly ctx: Context
  readonly scope: Scope
  readonly limits: Limits
  readonly startedAtMs = performance.now()
  /** The code of the error that was answered. */
  errorCode: string | undefined
  /** Why the request is over; the first reason wins for ever. */
  verdict: Error | undefined
  /** The response is over: its 'close' was seen. */
  closed = false
  handlerReturned = false
  /** The server answered in the place of a handler that is still running. */
  overtaken = false
  /** Ends an event stream, which would not end by itself. */
  endEvents: (() => void) | undefined
  readonly #controller = new AbortController()
  #deadline: NodeJS.Timeout | undefined

  constructor(ctx: Context, context: TraceContext, limits: Limits) {
    this.ctx = ctx
    this.limits = limits
    this.scope = createScope({ context, signal: this.#controller.signal })
    ;(ctx.res as Carrier)[key] = this
  }

  get response(): AnyResponse {
    return this.ctx.res
  }

  /** Calls back when the response is over for whatever reason, with the verdict in place. */
  onClose(closed: (request: OpenRequest) => void): void {
    this.ctx.res.once('close', () => {
      clearTimeout(this.#deadline)
      this.closed = true
      this.end(isCompleted(this.ctx.res) ? requestFinished : clientClosedRequest)
      closed(this)
    })
  }

  setDeadline(timeoutMs: number, passed: (request: OpenRequest) => void): void {
    this.#deadline = setTimeout(passed, timeoutMs, this)
  }

  /** For answers without an end of their own. */
  clearDeadline(): void {
    clearTimeout(this.#deadline)
  }

  end(reason: Error): void {
    if (this.verdict) return
    this.verdict = reason
    this.#controller.abort(reason)
  }
}

export function openRequestOf(response: AnyResponse): OpenRequest | undefined {
  return (response as Carrier)[key]
}

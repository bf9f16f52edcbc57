import type { Context } from '@opentelemetry/api'
import type { Scope } from './scope.ts'

/**
 * A scope of an owner that makes many: its signal is made when somebody asks for it.
 *
 * Most requests and tasks are over before that. To make a signal and abort it, with nobody there to see it,
 * would be a twentieth of what a request costs.
 */
export class LazyScope implements Scope {
  readonly context: Context
  declare readonly deadlineMs?: number
  #controller: AbortController | undefined
  #reason: unknown

  constructor(context: Context, deadlineMs?: number) {
    this.context = context
    if (deadlineMs !== undefined) this.deadlineMs = deadlineMs
    Object.freeze(this)
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#reason !== undefined) this.#controller.abort(this.#reason)
    }
    return this.#controller.signal
  }

  get reason(): unknown {
    return this.#reason
  }

  abort(reason: unknown): void {
    this.#reason ??= reason
    this.#controller?.abort(this.#reason)
  }
}

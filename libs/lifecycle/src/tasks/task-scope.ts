import type { Context } from '@opentelemetry/api'
import type { Scope } from '@tailspan/scope'

/** A scope whose signal is made when somebody asks for it: most tasks are done before that. */
export class TaskScope implements Scope {
  readonly context: Context
  readonly deadlineMs: number
  #controller: AbortController | undefined
  #reason: unknown

  constructor(context: Context, deadlineMs: number) {
    this.context = context
    this.deadlineMs = deadlineMs
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

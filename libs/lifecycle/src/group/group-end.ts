import { shuttingDown, WorkAbandoned } from '../lifecycle-error.ts'
import type { Cause } from './group-result.ts'

/** What a group knows about its end: the first cause wins, later errors are kept in time order. */
export class GroupEnd {
  readonly errors: unknown[] = []
  readonly abandoned: string[] = []
  readonly #decided = Promise.withResolvers<Cause>()
  #cause: Cause | undefined

  get cause(): Cause | undefined {
    return this.#cause
  }

  get decided(): Promise<Cause> {
    return this.#decided.promise
  }

  decide(cause: Cause): void {
    if (cause.kind === 'failed') this.#collect(cause.actor, cause.error)
    this.#cause ??= cause
    this.#decided.resolve(cause)
  }

  /** Takes an error that did not end the group, because the group was ending already. */
  note(actor: string, error: unknown): void {
    if (!isEcho(error)) this.#collect(actor, error)
  }

  #collect(actor: string, error: unknown): void {
    if (error instanceof WorkAbandoned) {
      this.abandoned.push(...error.work.map((work) => `${actor}: ${work}`))
    } else this.errors.push(error)
  }
}

// An actor that is told to stop usually rejects with that very reason, or with an AbortError made of it.
function isEcho(error: unknown): boolean {
  return error === shuttingDown || (error instanceof Error && error.cause === shuttingDown)
}

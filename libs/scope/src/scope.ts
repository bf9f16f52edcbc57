import { type Context, ROOT_CONTEXT } from '@opentelemetry/api'

/**
 * What a piece of work carries.
 *
 * shape: `context` holds the trace and the baggage, `signal.reason` says why the work was cancelled; the signal
 *        may be made when it is asked for, so a changed copy is made by `withContext`, not by spreading
 * units: `deadlineMs` in milliseconds since the epoch; absent when there is none
 */
export type Scope = {
  readonly context: Context
  readonly signal: AbortSignal
  readonly deadlineMs?: number
}

/** What a scope is made of; a server gives both, a test often neither. */
export type ScopeParts = { context?: Context; signal?: AbortSignal }

/** The scope of the process itself: no trace, no baggage, no deadline, never cancelled. */
export const rootScope: Scope = createScope()

/** Makes a scope of a context and a signal; what is left out is empty and never aborted. */
export function createScope({ context, signal }: ScopeParts = {}): Scope {
  return Object.freeze({
    context: context ?? ROOT_CONTEXT,
    signal: signal ?? new AbortController().signal,
  })
}

/** The same cancellation and deadline with another context, for instance one with a new span in it. */
export function withContext(scope: Scope, context: Context): Scope {
  const { signal, deadlineMs } = scope
  return Object.freeze({ context, signal, ...(deadlineMs !== undefined && { deadlineMs }) })
}

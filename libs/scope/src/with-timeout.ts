import { inRoot } from './in-root.ts'
import type { Scope } from './scope.ts'
import { timedOut } from './scope-error.ts'
import { type Cancellable, withCancel } from './with-cancel.ts'

export type TimeoutOptions = { reason?: unknown }

/**
 * Makes a child that is cancelled after a time, unless its parent or its owner is earlier.
 *
 * units:  timeoutMs in milliseconds from now
 * errors: the reason is a TimeoutError, or the one that was given
 * owner:  as for withCancel; the timer keeps the process alive until `cancel`
 */
export function withTimeout(
  parent: Scope,
  timeoutMs: number,
  { reason = timedOut }: TimeoutOptions = {},
): Cancellable {
  const child = withCancel(parent)
  if (child.scope.signal.aborted) return child
  const deadlineMs = Math.min(Date.now() + timeoutMs, parent.deadlineMs ?? Number.POSITIVE_INFINITY)
  // A timer made in a request's async context would hold that request for as long as it runs.
  const timer = inRoot(() => setTimeout(() => child.cancel(reason), timeoutMs))

  function cancel(why?: unknown): void {
    clearTimeout(timer)
    child.cancel(why)
  }
  const scope: Scope = Object.freeze({ ...child.scope, deadlineMs })
  return { scope, cancel, [Symbol.dispose]: () => cancel() }
}

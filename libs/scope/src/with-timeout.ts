import { inRoot } from './in-root.ts'
import type { Scope } from './scope.ts'
import { timedOut } from './scope-error.ts'
import { type Cancellable, withCancel } from './with-cancel.ts'

// Node lets a timer fire at once that is set for longer than this, about 25 days.
const longestTimerMs = 2 ** 31 - 1

/** `reason` becomes the signal's, in the place of a TimeoutError. */
export type TimeoutOptions = { reason?: unknown }

/**
 * Makes a child that is cancelled after a time, unless its parent or its owner is earlier.
 *
 * units:  timeoutMs in milliseconds from now
 * errors: the reason is a TimeoutError, or the one that was given
 * owner:  as for withCancel; the timer keeps the process alive until the scope is cancelled
 */
export function withTimeout(
  parent: Scope,
  timeoutMs: number,
  { reason = timedOut }: TimeoutOptions = {},
): Cancellable {
  const child = withCancel(parent)
  if (child.scope.signal.aborted) return child
  const deadlineMs = Math.min(Date.now() + timeoutMs, parent.deadlineMs ?? Number.POSITIVE_INFINITY)
  const timerMs = Math.min(timeoutMs, longestTimerMs)
  // A timer made in a request's async context would hold that request for as long as it runs.
  const timer = inRoot(() => setTimeout(() => child.cancel(reason), timerMs))
  child.scope.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  return { ...child, scope: Object.freeze({ ...child.scope, deadlineMs }) }
}

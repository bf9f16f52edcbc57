import type { Scope } from './scope.ts'
import { cancelled } from './scope-error.ts'

/** A scope and the power to cancel it; `using` cancels it at the end of its block. */
export type Cancellable = Disposable & {
  readonly scope: Scope
  cancel(reason?: unknown): void
}

/**
 * Makes a child that can be cancelled without touching its parent.
 *
 * repeats: the first cancellation, the parent's or the child's own, wins
 * owner:   the caller calls `cancel` when the work is over, else the parent remembers the child
 */
export function withCancel(parent: Scope): Cancellable {
  const controller = new AbortController()
  const follow = () => controller.abort(parent.signal.reason)
  if (parent.signal.aborted) follow()
  else parent.signal.addEventListener('abort', follow, { once: true })

  function cancel(reason: unknown = cancelled): void {
    parent.signal.removeEventListener('abort', follow)
    releaseStack(reason)
    controller.abort(reason)
  }
  const scope: Scope = Object.freeze({ ...parent, signal: controller.signal })
  return { scope, cancel, [Symbol.dispose]: () => cancel() }
}

// Until its stack has been read, an error holds the frames it was made in, and with them a request.
function releaseStack(reason: unknown): void {
  if (reason instanceof Error) void reason.stack
}

import { inRoot } from './in-root.ts'
import { runIn } from './run-in.ts'
import type { Scope } from './scope.ts'

/**
 * Calls a function once, soon after the scope is cancelled, and never inside this call.
 *
 * shape:  returns `stop`, which is true when it has prevented the call
 * errors: what the function throws is an uncaught exception
 */
export function afterCancel(scope: Scope, fn: () => void): () => boolean {
  const { signal } = scope
  let waiting = true

  function call(): void {
    if (!waiting) return
    waiting = false
    runIn(scope, fn)
  }
  // In the scope's own context: that of the caller of cancel is none of the callback's business.
  const soon = () => inRoot(() => queueMicrotask(call))
  if (signal.aborted) soon()
  else signal.addEventListener('abort', soon, { once: true })

  return function stop(): boolean {
    signal.removeEventListener('abort', soon)
    const prevented = waiting
    waiting = false
    return prevented
  }
}

import { AsyncLocalStorage } from 'node:async_hooks'

// Taken while this module loads, which is before there is any request.
const runInRoot = AsyncLocalStorage.snapshot()

/**
 * Runs a function outside every async context, so that what it starts holds no request alive.
 *
 * shape: for timers, pools, and for work that outlives its caller, its bookkeeping included
 */
export function inRoot<T>(fn: () => T): T {
  return runInRoot(fn)
}

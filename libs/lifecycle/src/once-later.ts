import { inRoot } from '@tailspan/scope'

/** A callback that runs the function once, never inside the call, and outside the caller's context. */
export function onceLater(fn: () => void): () => void {
  let called = false
  return () => {
    if (called) return
    called = true
    inRoot(() => queueMicrotask(fn))
  }
}

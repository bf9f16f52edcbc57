import { type Context, propagation, trace } from '@opentelemetry/api'
import { LazyScope } from './lazy-scope.ts'
import { emptyContext } from './linked-context.ts'
import type { Scope } from './scope.ts'

/**
 * Keeps the trace and the baggage, and leaves the cancellation behind.
 *
 * shape:   a span context that records nothing, baggage, and nothing else; a signal that is never aborted
 * owner:   the new owner adds its own timeout and shutdown with withTimeout and withCancel
 * repeats: detaching twice is detaching once
 * source:  docs/adr/0001-what-detach-keeps.md
 */
export function detach(scope: Scope): Scope {
  return new LazyScope(keepTraceAndBaggage(scope.context))
}

// From ROOT_CONTEXT upwards, not from the old context downwards: flags and values that somebody
// invents tomorrow must stay behind too. The live span stays behind because it holds the request.
function keepTraceAndBaggage(from: Context): Context {
  const spanContext = trace.getSpanContext(from)
  const baggage = propagation.getBaggage(from)
  const kept = baggage ? propagation.setBaggage(emptyContext, baggage) : emptyContext
  return spanContext ? trace.setSpanContext(kept, spanContext) : kept
}

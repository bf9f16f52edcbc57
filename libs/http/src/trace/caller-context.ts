import type { IncomingHttpHeaders } from 'node:http'
import { type Baggage, type Context, propagation, ROOT_CONTEXT } from '@opentelemetry/api'

/** Together as long as W3C allows one tracestate to be. */
const mostBaggageBytes = 512
const mostValueLength = 128
const printable = /^[\x20-\x7e]+$/

/**
 * What a caller may hand in: its trace, and of its baggage what is on the list.
 *
 * shape:  baggage goes on into Kafka and to peers, so it is cut by name, length and characters
 * errors: none: headers that are invalid, oversized or hostile are ignored, one by one
 */
export function callerContext(
  { traceparent, tracestate, baggage }: IncomingHttpHeaders & { baggage?: string },
  allowed: ReadonlySet<string>,
): Context {
  if (!traceparent && !baggage) return ROOT_CONTEXT
  const carrier = {
    ...(traceparent && { traceparent }),
    ...(tracestate && { tracestate }),
    ...(allowed.size > 0 && baggage && baggage.length <= 8_192 && { baggage }),
  }
  return cutBaggage(extract(carrier), allowed)
}

function extract(carrier: object): Context {
  try {
    return propagation.extract(ROOT_CONTEXT, carrier)
  } catch {
    // A propagator that throws must not cost the caller its answer.
    return ROOT_CONTEXT
  }
}

function cutBaggage(context: Context, allowed: ReadonlySet<string>): Context {
  const offered = propagation.getBaggage(context)
  return offered ? propagation.setBaggage(context, keepAllowed(offered, allowed)) : context
}

function keepAllowed(offered: Baggage, allowed: ReadonlySet<string>): Baggage {
  let left = mostBaggageBytes
  let kept = propagation.createBaggage()
  for (const name of allowed) {
    const value = offered.getEntry(name)?.value
    if (!value || value.length > mostValueLength || !printable.test(value)) continue
    left -= name.length + value.length
    // Without its metadata: nobody here reads it.
    if (left >= 0) kept = kept.setEntry(name, { value })
  }
  return kept
}

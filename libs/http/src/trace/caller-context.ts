import type { IncomingHttpHeaders } from 'node:http'
import { type Baggage, type Context, propagation, type TextMapGetter } from '@opentelemetry/api'
import { emptyContext } from '@tailspan/scope'

/** Together as long as W3C allows one tracestate to be. */
const mostBaggageBytes = 512
const mostValueLength = 128
const printable = /^[\x20-\x7e]+$/
/** A tracestate is the longest header of a trace. */
const mostTraceChars = 512
const mostBaggageChars = 8_192

/**
 * What a caller may hand in: its trace, in the formats of OTEL_PROPAGATORS, and of its baggage what is on the list.
 *
 * shape:  baggage goes on into Kafka and to peers, so it is cut by name, length and characters
 * errors: none: headers that are invalid, oversized or hostile are ignored, one by one
 */
export function callerContext(headers: IncomingHttpHeaders, allowed: ReadonlySet<string>): Context {
  const getter = allowed.size > 0 ? edge : edgeWithoutBaggage
  return cutBaggage(extract(headers, getter), allowed)
}

const edge: TextMapGetter<IncomingHttpHeaders> = {
  keys: Object.keys,
  get(headers, name) {
    const value = headers[name]
    const most = name === 'baggage' ? mostBaggageChars : mostTraceChars
    return typeof value === 'string' && value.length <= most ? value : undefined
  },
}

const edgeWithoutBaggage: TextMapGetter<IncomingHttpHeaders> = {
  keys: Object.keys,
  get: (headers, name) => (name === 'baggage' ? undefined : edge.get(headers, name)),
}

function extract(headers: IncomingHttpHeaders, getter: TextMapGetter<IncomingHttpHeaders>) {
  try {
    return propagation.extract(emptyContext, headers, getter)
  } catch {
    // A propagator that throws must not cost the caller its answer.
    return emptyContext
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

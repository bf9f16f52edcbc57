import { propagation, type TextMapSetter } from '@opentelemetry/api'
import type { HeaderValue } from './kafka-headers.ts'
import type { OutgoingMessage } from './outgoing-message.ts'

// Wire: the trace headers of a record, by OTEL_PROPAGATORS
// tracecontext  traceparent, tracestate
// baggage       baggage
// b3, b3multi   b3, or x-b3-traceid, x-b3-spanid, x-b3-sampled
// always        ce_traceparent: it belongs to the event
const stored = ['traceparent', 'tracestate', 'baggage']

/** Gives a message, whose trace headers have the form of the outbox, those that its record shall carry. */
export type WriteTrace = (message: OutgoingMessage) => OutgoingMessage

/**
 * Reads once which headers the propagator of this process writes.
 *
 * shape: with tracecontext and baggage, the default, a message stays as it is
 */
export function createTraceWriter(): WriteTrace {
  const written = new Set(propagation.fields())
  const dropped = stored.filter((name) => !written.has(name))
  const added = new Set([...written].filter((name) => !stored.includes(name)))
  if (dropped.length === 0 && added.size === 0) return (message) => message
  const setter = setOnly(added)
  return (message) => {
    if (message.isVerbatim) return message
    const headers = { ...message.headers }
    for (const name of dropped) delete headers[name]
    propagation.inject(message.context, headers, setter)
    return { ...message, headers }
  }
}

function setOnly(names: ReadonlySet<string>): TextMapSetter<Record<string, HeaderValue>> {
  return {
    set(headers, name, value) {
      if (names.has(name)) headers[name] = value
    },
  }
}

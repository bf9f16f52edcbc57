import {
  type Context,
  createTraceState,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api'
import { decodeBaggage, encodeBaggage } from './baggage.ts'
import {
  type HeaderValue,
  type KafkaHeaders,
  listHeaderText,
  soleHeaderText,
} from './kafka-headers.ts'

// Wire: W3C Trace Context.
// traceparent     version-traceId-spanId-flags  00-<32 hex>-<16 hex>-01
// tracestate      vendor=value,…                at most 512 characters
// ce_traceparent  as traceparent when the event was created; never written again by anybody

const pattern = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/
const maxTraceStateChars = 512

/**
 * The headers that carry a context, as they are stored; none for what the context does not have.
 *
 * shape: traceparent, ce_traceparent, tracestate, baggage
 */
export function encodeTrace(context: Context): Record<string, string> {
  const headers: Record<string, string> = {}
  const span = trace.getSpanContext(context)
  if (span && isSpanContextValid(span)) {
    headers.traceparent = encodeTraceparent(span)
    headers.ce_traceparent = headers.traceparent
    const state = span.traceState?.serialize()
    if (state && state.length <= maxTraceStateChars) headers.tracestate = state
  }
  const baggage = encodeBaggage(propagation.getBaggage(context))
  if (baggage) headers.baggage = baggage
  return headers
}

/**
 * The context in which a stored event was created: a span context that records nothing, and baggage.
 *
 * shape: W3C, whatever OTEL_PROPAGATORS says: the row may be older than the setting
 */
export function decodeStoredTrace(headers: KafkaHeaders): Context {
  const stored =
    parseTraceparent(soleHeaderText(headers, 'ce_traceparent')) ??
    parseTraceparent(soleHeaderText(headers, 'traceparent'))
  return toContext(stored && withState(stored, headers), listHeaderText(headers, 'baggage'))
}

/**
 * The context in which the event of a record was created: a span context that records nothing, and baggage.
 *
 * shape:   ce_traceparent belongs to the event and wins, whatever OTEL_PROPAGATORS says: the sender may have had
 *          another setting, and a proxy may have put a traceparent of its own there; only without it, for
 *          foreign senders, the headers of the setting count
 * repeats: what is invalid, oversized or hostile is ignored, never echoed
 */
export function extractTrace(headers: KafkaHeaders): Context {
  const fields = propagation.fields()
  const created = parseTraceparent(soleHeaderText(headers, 'ce_traceparent'))
  const parent = created
    ? fields.includes('tracestate')
      ? withState(created, headers)
      : created
    : trace.getSpanContext(propagation.extract(ROOT_CONTEXT, headers, traceOnly))
  return toContext(
    parent,
    fields.includes('baggage') ? listHeaderText(headers, 'baggage') : undefined,
  )
}

// Baggage has a limit of its own here, so the propagator does not get to see it.
const traceOnly: TextMapGetter<KafkaHeaders> = {
  keys: Object.keys,
  get(headers, name) {
    if (name === 'baggage') return undefined
    const value = name === 'tracestate' ? listHeaderText(headers, name) : inAnyCase(headers, name)
    if (typeof value !== 'string' && !Buffer.isBuffer(value)) return undefined
    return value.length <= maxTraceStateChars ? String(value) : undefined
  },
}

// Names of Kafka headers have a case, and senders of B3 write them as in HTTP: X-B3-TraceId.
function inAnyCase(headers: KafkaHeaders, name: string): HeaderValue | undefined {
  if (Object.hasOwn(headers, name)) return headers[name]
  const written = Object.keys(headers).find((key) => key.toLowerCase() === name)
  return written === undefined ? undefined : headers[written]
}

function toContext(parent: SpanContext | undefined, baggageHeader: string | undefined): Context {
  const baggage = decodeBaggage(baggageHeader)
  const traced = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT
  return baggage ? propagation.setBaggage(traced, baggage) : traced
}

/** One span context as a traceparent. */
export function encodeTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

function withState(span: SpanContext, headers: KafkaHeaders): SpanContext {
  const state = listHeaderText(headers, 'tracestate')
  if (!state || state.length > maxTraceStateChars) return span
  return { ...span, traceState: createTraceState(state) }
}

/** The span context that a traceparent names, unless it is invalid or hostile. */
export function parseTraceparent(text: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = text?.match(pattern) ?? []
  if (!traceId || !spanId || !flags) return undefined
  const span = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }
  return isSpanContextValid(span) ? span : undefined
}

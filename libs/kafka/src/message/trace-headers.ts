import {
  type Context,
  createTraceState,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
} from '@opentelemetry/api'
import { decodeBaggage, encodeBaggage } from './baggage.ts'
import { headerText, type KafkaHeaders } from './kafka-headers.ts'

// Wire: W3C Trace Context.
// traceparent     version-traceId-spanId-flags  00-<32 hex>-<16 hex>-01
// tracestate      vendor=value,…                at most 512 characters
// ce_traceparent  as traceparent when the event was created; never written again by anybody

const pattern = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/
const maxTraceStateChars = 512

/**
 * The headers that carry a context, none for what the context does not have.
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
 * The context in which the event was created: a span context that records nothing, and baggage.
 *
 * repeats: what is invalid, oversized or hostile is ignored, never echoed
 */
export function decodeTrace(headers: KafkaHeaders): Context {
  const parent = decodeParent(headers)
  const baggage = decodeBaggage(headerText(headers, 'baggage'))
  const traced = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT
  return baggage ? propagation.setBaggage(traced, baggage) : traced
}

/** One span context as a traceparent. */
export function encodeTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

// ce_traceparent first: a proxy or a replay may have put its own traceparent there.
function decodeParent(headers: KafkaHeaders): SpanContext | undefined {
  const span =
    parseTraceparent(headerText(headers, 'ce_traceparent')) ??
    parseTraceparent(headerText(headers, 'traceparent'))
  const state = headerText(headers, 'tracestate')
  if (!span || !state || state.length > maxTraceStateChars) return span
  return { ...span, traceState: createTraceState(state) }
}

/** The span context that a traceparent names, unless it is invalid or hostile. */
export function parseTraceparent(text: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = text?.match(pattern) ?? []
  if (!traceId || !spanId || !flags) return undefined
  const span = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }
  return isSpanContextValid(span) ? span : undefined
}

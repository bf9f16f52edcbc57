import {
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'

/**
 * The published W3C propagator without the flags that have no meaning yet.
 *
 * A span of the SDK has only the flag that is known. Where nothing records, the caller's flags go on, and the
 * published code writes those above 0f with three digits.
 */
export function createTraceContextPropagator(): TextMapPropagator {
  const published = new W3CTraceContextPropagator()
  return {
    inject: (context: Context, carrier: unknown, setter: TextMapSetter) =>
      published.inject(context, carrier, setter),
    extract: (context: Context, carrier: unknown, getter: TextMapGetter) =>
      knownFlags(published.extract(context, carrier, getter)),
    fields: () => published.fields(),
  }
}

function knownFlags(context: Context): Context {
  const span = trace.getSpanContext(context)
  if (!span || span.traceFlags <= TraceFlags.SAMPLED) return context
  return trace.setSpanContext(context, {
    ...span,
    traceFlags: span.traceFlags & TraceFlags.SAMPLED,
  })
}

import type { TextMapPropagator } from '@opentelemetry/api'
import { CompositePropagator, W3CBaggagePropagator } from '@opentelemetry/core'
import { createB3Propagator } from './b3-propagator.ts'
import { createTraceContextPropagator } from './trace-context-propagator.ts'

const formats = {
  tracecontext: () => createTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => createB3Propagator({ isMulti: false }),
  b3multi: () => createB3Propagator({ isMulti: true }),
}

/** The formats of trace headers that OTEL_PROPAGATORS may name. */
export type PropagatorName = keyof typeof formats

export const propagatorNames = Object.keys(formats) as readonly PropagatorName[]

/** What holds unless OTEL_PROPAGATORS says otherwise. */
export const defaultPropagators: readonly PropagatorName[] = ['tracecontext', 'baggage']

/**
 * The propagator that `register` sets for the process: it decides about the headers of HTTP and of records.
 *
 * shape: an empty list carries nothing; of several formats that bring a trace the last in the list wins
 */
export function createPropagator(
  names: readonly PropagatorName[] = defaultPropagators,
): TextMapPropagator {
  return new CompositePropagator({ propagators: names.map((name) => formats[name]()) })
}

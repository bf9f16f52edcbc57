import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { createScope, type Scope } from '@tailspan/scope'
import { createPropagator } from '@tailspan/telemetry'

const exporter = new InMemorySpanExporter()
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
trace.setGlobalTracerProvider(provider)
propagation.setGlobalPropagator(createPropagator())
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())

/** The ended spans of one trace, in the order in which they ended. */
export function spansOf(traceId: string): ReadableSpan[] {
  return exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId)
}

/** All ended spans that point to a trace without belonging to it. */
export function spansLinkedTo(traceId: string): ReadableSpan[] {
  return exporter
    .getFinishedSpans()
    .filter(({ links }) => links.some((link) => link.context.traceId === traceId))
}

/** A scope as a request has it: with a live span of its own, for the test to end. */
export function givenRequest(parts: Partial<Scope> = {}) {
  const parent = parts.context ?? context.active()
  const span = trace.getTracer('test').startSpan('POST /orders', {}, parent)
  const scope = createScope({ ...parts, context: trace.setSpan(parent, span) })
  return { span, scope, traceId: span.spanContext().traceId }
}

import type { Span, SpanStore } from '@tailspan/trace-testing'

/** The spans that one request must leave, as service, name and how often at least; the first one is the request's own. */
export type ExpectedTrace = readonly (readonly [service: string, name: string, count: number])[]

/** The trace of a request, and what it lacks; nothing when it is whole. */
export type RequestTrace = {
  readonly spans: readonly Span[]
  readonly lacks: readonly string[]
}

type Wait = { readonly expected: ExpectedTrace; readonly timeoutMs: number }

/** Waits until the trace of a request is whole; at the deadline, as it is then. */
export async function awaitWholeTrace(
  store: SpanStore,
  traceId: string,
  { expected, timeoutMs }: Wait,
): Promise<RequestTrace> {
  const isWhole = (spans: readonly Span[]) => findGaps(spans, expected).length === 0
  const spans = await store.awaitFollowed(traceId, isWhole, { timeoutMs })
  return { spans, lacks: findGaps(spans, expected) }
}

/** The spans of a request's trace and of those that link to it, and what is still missing of it. */
export function readRequestTrace(
  store: SpanStore,
  traceId: string,
  expected: ExpectedTrace,
): RequestTrace {
  // With TRACE_ASYNC=link every consumer begins a trace of its own, which links to the one before.
  const spans = store.traceAndFollowers(traceId)
  return { spans, lacks: findGaps(spans, expected) }
}

function findGaps(spans: readonly Span[], expected: ExpectedTrace): string[] {
  const missing = expected.flatMap(([service, name, count]) => {
    const found = spans.filter((span) => span.service === service && span.name === name).length
    return found < count ? [`${count - found} × ${name} of ${service}`] : []
  })
  return [...missing, ...findOrphans(spans)]
}

function findOrphans(spans: readonly Span[]): string[] {
  const known = new Set(spans.map(({ spanId }) => spanId))
  return spans
    .filter(({ parentSpanId }) => parentSpanId && !known.has(parentSpanId))
    .map(({ name, service }) => `the parent of ${name} of ${service}`)
}

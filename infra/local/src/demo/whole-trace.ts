import type { Span, SpanStore } from '@tailspan/trace-testing'

/** The spans that one order must leave, with how often each service makes them at least. */
const expected = [
  ['order', 'POST /orders', 1],
  ['order', 'GET /stock', 1],
  ['inventory', 'GET /stock', 1],
  ['order', 'POST /quotes', 1],
  ['pricing', 'POST /quotes', 1],
  ['order', 'create orders', 2],
  ['order', 'send orders', 2],
  ['inventory', 'process orders', 1],
  ['inventory', 'create stock', 1],
  ['inventory', 'send stock', 1],
  ['order', 'process stock', 1],
  ['notification', 'process orders', 2],
  ['notification', 'send mail', 2],
] as const

/** The trace of an order, and what it lacks; nothing when it is whole. */
export type OrderTrace = {
  readonly spans: readonly Span[]
  readonly lacks: readonly string[]
}

/** Waits until the trace of an order is whole; at the deadline, as it is then. */
export async function awaitWholeTrace(
  store: SpanStore,
  traceId: string,
  timeoutMs: number,
): Promise<OrderTrace> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = () => {
    if (readOrderTrace(store, traceId).lacks.length === 0) resolve()
  }
  const stopListening = store.onSpan(look)
  const timer = setTimeout(resolve, timeoutMs)
  look()
  await promise
  clearTimeout(timer)
  stopListening()
  return readOrderTrace(store, traceId)
}

/** The spans of an order's trace and of those that link to it, and what is still missing of it. */
export function readOrderTrace(store: SpanStore, traceId: string): OrderTrace {
  const spans = collectLinked(store, traceId)
  const missing = expected.flatMap(([service, name, count]) => {
    const found = spans.filter((span) => span.service === service && span.name === name).length
    return found < count ? [`${count - found} × ${name} of ${service}`] : []
  })
  return { spans, lacks: [...missing, ...findOrphans(spans)] }
}

/** With TRACE_ASYNC=link every consumer begins a trace of its own, which links to the one before. */
function collectLinked(store: SpanStore, traceId: string): Span[] {
  const others = new Map(store.traces().map((trace) => [trace.traceId, trace.spans]))
  const collected: Span[] = []
  const wanted = [traceId]
  for (const id of wanted) {
    collected.push(...(others.get(id) ?? []))
    others.delete(id)
    for (const [other, spans] of others)
      if (spans.some((span) => span.links.some((link) => link.traceId === id))) wanted.push(other)
  }
  return collected
}

function findOrphans(spans: readonly Span[]): string[] {
  const known = new Set(spans.map(({ spanId }) => spanId))
  return spans
    .filter(({ parentSpanId }) => parentSpanId && !known.has(parentSpanId))
    .map(({ name, service }) => `the parent of ${name} of ${service}`)
}

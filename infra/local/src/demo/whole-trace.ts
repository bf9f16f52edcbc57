import { consuming } from '@tailspan/manifest'
import type { Span, SpanStore } from '@tailspan/trace-testing'

/** The spans that one order must leave, with how often each service makes them at least. */
const ofTheShop = [
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

/** Whatever else consumes orders has taken this one. */
const others = consuming('orders')
  .filter((name) => !ofTheShop.some(([service]) => service === name))
  .map((name) => [name, 'process orders', 1] as const)
const expected = [...ofTheShop, ...others]

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
  const stopListening = store.onSpans(look)
  const timer = setTimeout(resolve, timeoutMs)
  look()
  await promise
  clearTimeout(timer)
  stopListening()
  return readOrderTrace(store, traceId)
}

/** The spans of an order's trace and of those that link to it, and what is still missing of it. */
export function readOrderTrace(store: SpanStore, traceId: string): OrderTrace {
  // With TRACE_ASYNC=link every consumer begins a trace of its own, which links to the one before.
  const spans = store.traceAndFollowers(traceId)
  return { spans, lacks: findGaps(spans) }
}

function findGaps(spans: readonly Span[]): string[] {
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

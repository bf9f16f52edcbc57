import type { Span, SpanLink } from '../src/index.ts'
import { mistakeSamples } from './mistake-samples.ts'
import { sampleTrace, sketchTrace, spanIdOf } from './sample-trace.ts'

const requestTraceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const workTraceId = '0af7651916cd43dd8448eb211c80319c'
const hourMs = 3_600_000

/** The pictures of docs/reading-a-trace.md by name. */
export const docSamples: Readonly<Record<string, () => Span[]>> = {
  order: sampleTrace,
  ...mistakeSamples,
  link: linkTrace,
  relay: relayTrace,
  killed: killedTrace,
  caller: callerTrace,
}

/** TRACE_ASYNC=link: the consumer begins a trace that links back. */
function linkTrace(): Span[] {
  const request = sketchTrace([
    [1, 0, 'POST /orders', 'SERVER', 'order', 0, 12.4],
    [2, 1, 'create orders', 'PRODUCER', 'order', 11.2, 0.1],
    [3, 2, 'send orders', 'CLIENT', 'order', 11.6, 9.7],
  ])
  const work = sketchTrace([
    [4, 0, 'process orders', 'CONSUMER', 'notification', 24.1, 21.2],
    [5, 4, 'send mail', 'CLIENT', 'notification', 26, 18.3],
  ])
  const links: SpanLink[] = [{ traceId: requestTraceId, spanId: spanIdOf(2), attributes: {} }]
  const linked = work.map((span) => ({
    ...span,
    traceId: workTraceId,
    links: span.kind === 'CONSUMER' ? links : [],
  }))
  return [...request, ...linked]
}

/** Kafka was down for two hours; the relay sends what was stored. */
function relayTrace(): Span[] {
  return sketchTrace([
    [1, 0, 'POST /orders', 'SERVER', 'order', 0, 12.4],
    [2, 1, 'INSERT orders', 'CLIENT', 'order', 6.1, 3.9],
    [3, 1, 'create orders', 'PRODUCER', 'order', 11.2, 0.1],
    [4, 3, 'send orders', 'CLIENT', 'order', 2 * hourMs, 6.4],
    [5, 3, 'process orders', 'CONSUMER', 'notification', 2 * hourMs + 9, 20],
    [6, 5, 'send mail', 'CLIENT', 'notification', 2 * hourMs + 11, 17],
  ])
}

/** As it was seen: the service was killed after its answer, with the link to Kafka held; some spans left out. */
function killedTrace(): Span[] {
  const order = sketchTrace([
    [1, 0, 'POST /orders', 'SERVER', 'order', 0, 20.6],
    [2, 1, 'INSERT orders', 'CLIENT', 'order', 15, 0.7],
    [3, 1, 'INSERT outbox', 'CLIENT', 'order', 16, 0.9],
    [4, 1, 'create orders', 'PRODUCER', 'order', 16, 0.01],
    [5, 1, 'COMMIT', 'CLIENT', 'order', 18, 1.9],
    [6, 4, 'send orders', 'CLIENT', 'order', 5_050, 12.6],
    [7, 4, 'process orders', 'CONSUMER', 'inventory', 5_068, 15.3],
    [8, 7, 'create stock', 'PRODUCER', 'inventory', 5_081, 0.02],
    [9, 8, 'process stock', 'CONSUMER', 'order', 10_020, 17.6],
    [10, 4, 'process orders', 'CONSUMER', 'notification', 5_068, 118],
  ])
  const [relay] = sketchTrace([[11, 0, 'relay orders', 'INTERNAL', 'order', 5_046, 24.5]])
  if (!relay) return order
  const links: SpanLink[] = [{ traceId: workTraceId, spanId: relay.spanId, attributes: {} }]
  const linked = order.map((span) => (span.name === 'send orders' ? { ...span, links } : span))
  return [...linked, { ...relay, traceId: workTraceId }]
}

/** The caller traces too but reports elsewhere; one of our spans has not arrived. */
function callerTrace(): Span[] {
  const [root, ...rest] = sketchTrace([
    [1, 90, 'POST /orders', 'SERVER', 'order', 0, 12.4],
    [2, 1, 'GET /stock', 'CLIENT', 'order', 1.1, 4.2],
    [4, 3, 'process orders', 'CONSUMER', 'notification', 24.1, 21.2],
  ])
  return [...(root ? [{ ...root, parentIsRemote: true }] : []), ...rest]
}

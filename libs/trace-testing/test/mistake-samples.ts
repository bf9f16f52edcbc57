import type { Span } from '../src/index.ts'
import { sketchSpan, sketchTrace, spanIdOf } from './sample-trace.ts'

const workTraceId = '0af7651916cd43dd8448eb211c80319c'

/** What the wrong strategies leave in a trace. */
export const mistakeSamples: Readonly<Record<string, () => Span[]>> = {
  background: backgroundTrace,
  request: requestTrace,
}

/** PUBLISH=background: the message has a trace of its own. */
function backgroundTrace(): Span[] {
  const request = sketchTrace([
    [1, 0, 'POST /orders', 'SERVER', 'order', 0, 12.4],
    [2, 1, 'INSERT orders', 'CLIENT', 'order', 6.1, 3.9],
  ])
  const work = sketchTrace([
    [3, 0, 'create orders', 'PRODUCER', 'order', 13.1, 0.1],
    [4, 3, 'send orders', 'CLIENT', 'order', 13.3, 8.2],
    [5, 3, 'process orders', 'CONSUMER', 'notification', 24.6, 14],
  ])
  return [...request, ...work.map((span) => ({ ...span, traceId: workTraceId }))]
}

/** PUBLISH=request: the request's end cancels the publish. */
function requestTrace(): Span[] {
  const spans = sketchTrace([
    [1, 0, 'POST /orders', 'SERVER', 'order', 0, 12.4],
    [2, 1, 'INSERT orders', 'CLIENT', 'order', 6.1, 3.9],
    [3, 1, 'create orders', 'PRODUCER', 'order', 11.2, 0.1],
  ])
  const failed = sketchSpan({
    spanId: spanIdOf(4),
    parentSpanId: spanIdOf(3),
    name: 'send orders',
    kind: 'CLIENT',
    at: 11.4,
    lasts: 1.2,
    status: { code: 'ERROR', message: 'RequestFinished' },
  })
  return [...spans, failed]
}

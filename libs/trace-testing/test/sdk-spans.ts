import {
  createTraceState,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace'

export const callerIds = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
}

const startMs = 1_763_712_267_000

/** Spans made by the real SDK that use everything a span can hold. */
export function makeSdkSpans(): ReadableSpan[] {
  const exporter = new InMemorySpanExporter()
  const spanProcessors = [new SimpleSpanProcessor({ exporter })]
  const tracer = new TracerProvider({ spanProcessors }).getTracer('orders-tracer', '1.2.3')
  const caller = {
    ...callerIds,
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
    traceState: createTraceState('vendor=value,other=1'),
  }
  const root = tracer.startSpan(
    'POST /orders',
    {
      kind: SpanKind.SERVER,
      startTime: startMs,
      attributes: {
        text: 'grüße, 茶 🍵',
        empty: '',
        whole: 42,
        negative: -7,
        large: Number.MAX_SAFE_INTEGER,
        fraction: 0.125,
        yes: true,
        no: false,
        texts: ['a', 'b'],
        numbers: [1, 2.5],
        none: [],
      },
      links: [
        {
          context: { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: 1 },
          attributes: { why: 'batch' },
        },
      ],
    },
    trace.setSpanContext(ROOT_CONTEXT, caller),
  )
  const child = tracer.startSpan(
    'send orders',
    { kind: SpanKind.CLIENT, startTime: [startMs / 1000, 5_000_001] },
    trace.setSpan(ROOT_CONTEXT, root),
  )
  child.addEvent('acknowledged', { partition: 3 }, [startMs / 1000, 9_000_000])
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'the broker is gone' })
  child.end([startMs / 1000, 12_345_678])
  root.setStatus({ code: SpanStatusCode.OK })
  root.end([startMs / 1000, 10_000_000])
  return exporter.getFinishedSpans()
}

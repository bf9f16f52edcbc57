import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { BatchSpanProcessor, type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import { callerIds, makeSdkSpans } from '../../test/sdk-spans.ts'
import { createStoreExporter, findSpan, type Span, SpanStore, startReceiver } from '../index.ts'

type Way = (spans: ReadableSpan[]) => Promise<readonly Span[]>

const ways: [string, Way][] = [
  ['the JSON exporter', (spans) => exportJson(spans, 'none')],
  ['the JSON exporter with gzip', (spans) => exportJson(spans, 'gzip')],
  ['the protobuf serializer', exportProtobuf],
  ['the exporter of this process', exportInProcess],
]

test.each(ways)('%s delivers every part of a span unchanged', async (_, deliver) => {
  const made = makeSdkSpans()
  const [, { spanId }] = made.map((span) => span.spanContext()) as [unknown, { spanId: string }]

  const spans = await deliver(made)

  expect(spans).toHaveLength(2)
  expect(findSpan(spans, 'POST /orders')).toEqual({
    traceId: callerIds.traceId,
    spanId,
    parentSpanId: callerIds.spanId,
    parentIsRemote: true,
    traceState: 'vendor=value,other=1',
    name: 'POST /orders',
    kind: 'SERVER',
    service: expect.stringContaining('unknown_service'),
    startNs: 1_763_712_267_000_000_000n,
    endNs: 1_763_712_267_010_000_000n,
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
    links: [{ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), attributes: { why: 'batch' } }],
    events: [],
    status: { code: 'OK' },
    scope: 'orders-tracer',
    resource: expect.objectContaining({ 'telemetry.sdk.language': 'nodejs' }),
  })
  expect(findSpan(spans, 'send orders CLIENT')).toMatchObject({
    parentSpanId: spanId,
    parentIsRemote: false,
    startNs: 1_763_712_267_005_000_001n,
    endNs: 1_763_712_267_012_345_678n,
    events: [
      { name: 'acknowledged', timeNs: 1_763_712_267_009_000_000n, attributes: { partition: 3 } },
    ],
    status: { code: 'ERROR', message: 'the broker is gone' },
  })
})

test('a batch processor delivers a thousand spans in several requests', async () => {
  await using receiver = await startReceiver()
  const exporter = new OTLPTraceExporter({ url: `${receiver.url}/v1/traces` })
  const spanProcessors = [new BatchSpanProcessor({ exporter, maxExportBatchSize: 300 })]
  const provider = new TracerProvider({ spanProcessors })

  for (let i = 0; i < 1_000; i += 1) provider.getTracer('load').startSpan(`span ${i}`).end()
  await provider.shutdown()

  expect(receiver.store.spans()).toHaveLength(1_000)
  expect(receiver.counts).toEqual({ traces: 4, metrics: 0, logs: 0, refused: 0 })
})

test('an exporter is told why some of its spans were refused', async () => {
  await using receiver = await startReceiver()
  const [root, child] = makeSdkSpans() as [ReadableSpan, ReadableSpan]
  const nameless = {
    ...child,
    spanContext: () => ({ ...child.spanContext(), traceId: '0'.repeat(32) }),
  }

  const response = await send(receiver.url, [root, nameless])

  const answer = ProtobufTraceSerializer.deserializeResponse(await bytesOf(response))
  expect(response.status).toBe(200)
  expect(answer.partialSuccess).toEqual({
    rejectedSpans: 1,
    errorMessage: `invalid trace id "${'0'.repeat(32)}"`,
  })
  expect(receiver.store.spans()).toHaveLength(1)
})

async function exportJson(spans: ReadableSpan[], compression: 'none' | 'gzip') {
  await using receiver = await startReceiver()
  const url = `${receiver.url}/v1/traces`
  const exporter = new OTLPTraceExporter({ url, compression: compression as never })
  const result = await new Promise((resolve) => {
    exporter.export(spans, resolve)
  })
  expect(result).toMatchObject({ code: 0 })
  await exporter.shutdown()
  return receiver.store.spans()
}

async function exportProtobuf(spans: ReadableSpan[]) {
  await using receiver = await startReceiver()
  const response = await send(receiver.url, spans)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/x-protobuf')
  expect(ProtobufTraceSerializer.deserializeResponse(await bytesOf(response))).toEqual({})
  return receiver.store.spans()
}

async function exportInProcess(spans: ReadableSpan[]) {
  const store = new SpanStore()
  const exporter = createStoreExporter(store)
  exporter.export(spans, () => {})
  await exporter.shutdown()
  return store.spans()
}

async function send(url: string, spans: ReadableSpan[]): Promise<Response> {
  const body = ProtobufTraceSerializer.serializeRequest(spans) as Uint8Array<ArrayBuffer>
  const headers = { 'content-type': 'application/x-protobuf' }
  return await fetch(`${url}/v1/traces`, { method: 'POST', headers, body })
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer())
}

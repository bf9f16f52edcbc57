import { inspect } from 'node:util'
import { startReceiver } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { runProgram } from './run-program.ts'

test('fetch is traced without loader hooks: named by its template, propagated, without its query', async () => {
  await using receiver = await startReceiver()

  const { code, lines } = await runProgram('call-and-end', {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  })

  const spans = receiver.store.spans()
  const stock = spans.find(({ name }) => name === 'GET /stock')
  const parent = spans.find(({ name }) => name === 'POST /orders')
  expect(code).toBe(0)
  expect(spans.map(({ name }) => name).sort()).toEqual(['GET', 'GET /stock', 'POST /orders'])
  expect(stock).toMatchObject({ kind: 'CLIENT', parentSpanId: parent?.spanId })
  expect(stock?.attributes).toMatchObject({
    'http.request.method': 'GET',
    'http.response.status_code': 200,
    'url.template': '/stock',
    'url.full': expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/stock$/),
  })
  const asked = lines.filter(({ event }) => event === 'asked')
  expect(asked[0]?.traceparent).toBe(`00-${stock?.traceId}-${stock?.spanId}-01`)
  expect(inspect(spans, { depth: null })).not.toContain('example.com')
})

test('a fetch outside of any trace makes no span and sends no traceparent', async () => {
  await using receiver = await startReceiver()

  const { lines } = await runProgram('call-and-end', { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url })

  const outside = lines.find(({ url }) => url === '/outside')
  expect(outside).toBeDefined()
  expect(outside).not.toHaveProperty('traceparent')
})

test('metrics are read as Prometheus text, without a port or an exporter', async () => {
  const { lines } = await runProgram('call-and-end', { OTEL_TRACES_EXPORTER: 'none' })

  const text = lines.find(({ event }) => event === 'metrics')?.text
  expect(text).toContain('# TYPE http_client_request_duration_seconds histogram')
})

const settings: [setting: string, sent: string[]][] = [
  ['', ['traceparent']],
  ['b3', ['b3']],
  ['b3multi,tracecontext', ['traceparent', 'x-b3-sampled', 'x-b3-spanid', 'x-b3-traceid']],
  ['none', []],
  ['jaeger,b3', ['b3']],
  ['xray', ['traceparent']],
]

test.each(settings)('Q1 Q4 OTEL_PROPAGATORS=%s says what fetch sends', async (setting, sent) => {
  const { code, lines } = await runProgram('call-and-end', {
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_PROPAGATORS: setting,
  })

  const asked = lines.find(({ url }) => url === '/stock?sku=[email]')
  const names = (asked?.names ?? []) as string[]
  expect(code).toBe(0)
  expect(names.filter((name) => /^(traceparent|b3|x-b3-.*)$/.test(name)).sort()).toEqual(sent)
  expect(lines.some(({ event }) => event === 'telemetry.settings')).toBe(
    /jaeger|xray/.test(setting),
  )
})

import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { startReceiver } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { runProgram } from './run-program.ts'

async function listen(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

const answering = (answer: RequestListener) => listen(createHttpServer(answer))

test('spans arrive as OTLP JSON, and the resource tells of the service and nothing else', async () => {
  const asked: string[] = []
  const bodies: Buffer[] = []
  await using collector = await answering(async (request, response) => {
    asked.push(`${request.url} ${request.headers['content-type']}`)
    for await (const chunk of request) bodies.push(chunk)
    response.end('{}')
  })

  const { code } = await runProgram('order-and-end', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_SERVICE_NAME: 'order',
  })

  const { resourceSpans } = JSON.parse(Buffer.concat(bodies).toString())
  const keys = resourceSpans[0].resource.attributes.map(({ key }: { key: string }) => key).sort()
  expect(code).toBe(0)
  expect(asked).toEqual(['/v1/traces application/json'])
  expect(keys).toEqual(['service.instance.id', 'service.name', 'service.version'])
})

test('the log line carries the ids of the span that arrived', async () => {
  await using receiver = await startReceiver()

  const { lines } = await runProgram('order-and-end', { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url })

  const span = await receiver.store.waitForSpan(({ name }) => name === 'POST /orders', {
    timeoutMs: 60_000,
  })
  expect(lines[0]).toMatchObject({ trace_id: span.traceId, span_id: span.spanId })
})

test('a collector that is slow still gets the spans', async () => {
  let arrived = 0
  await using collector = await answering((request, response) => {
    request.resume()
    setTimeout(() => {
      arrived += 1
      response.end('{}')
    }, 500)
  })

  const { code } = await runProgram('order-and-end', { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })

  // It is taken when the program may have ended already.
  await expect.poll(() => arrived).toBe(1)
  expect(code).toBe(0)
})

const absent = {
  refused: async () => {
    const gone = await listen(createServer())
    await gone[Symbol.asyncDispose]()
    return gone
  },
  'a black hole': () => listen(createServer((socket) => socket.resume().on('error', () => {}))),
  'an answer that never ends': () =>
    answering((_, response) => void setInterval(() => response.write(' '), 50).unref()),
  'out of order': () => answering((_, response) => void response.writeHead(503).end()),
}

test.each(Object.keys(absent) as (keyof typeof absent)[])(
  'a collector that is %s costs no answer, one line at most and 2 s at the end',
  async (how) => {
    await using collector = await absent[how]()

    const { code, lines, stderr } = await runProgram('order-and-end', {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    })

    const events = lines.map(({ event }) => event)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(events.filter((event) => event !== 'telemetry.trouble')).toEqual([
      'order.placed',
      'stopped',
    ])
    expect(events.length).toBeLessThanOrEqual(3)
    // Without the limit the SDK waits 8 s and more.
    expect(lines.at(-1)).toMatchObject({ event: 'stopped', isInTime: true })
  },
)

test('metrics go out too when asked for, and what the stop finds is still sent', async () => {
  const asked: string[] = []
  await using collector = await answering(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    asked.push(`${request.url} ${Buffer.concat(chunks)}`)
    response.end('{}')
  })

  const { code } = await runProgram('count-and-end', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_METRICS_EXPORTER: 'otlp',
  })

  expect(code).toBe(0)
  expect(asked.find((text) => text.startsWith('/v1/metrics'))).toContain('tailspan.dead_letters')
  expect(asked.find((text) => text.startsWith('/v1/metrics'))).toContain(
    'nodejs.eventloop.utilization',
  )
  expect(asked.find((text) => text.startsWith('/v1/traces'))).toContain('POST /orders')
})

test('spans beyond the queue are dropped in one line, none is waited for', async () => {
  await using receiver = await startReceiver()

  const { code, lines } = await runProgram('count-and-end', {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_BSP_MAX_QUEUE_SIZE: '10',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '10',
  })

  expect(code).toBe(0)
  expect(lines.length).toBeLessThanOrEqual(1)
  expect(receiver.store.spans().length).toBeGreaterThan(0)
  expect(receiver.store.spans().length).toBeLessThan(1_000)
})

test.each([
  ['OTEL_TRACES_EXPORTER', 'none'],
  ['OTEL_SDK_DISABLED', 'true'],
  ['OTEL_TRACES_SAMPLER', 'always_off'],
])('%s=%s sends nothing', async (variable, value) => {
  await using receiver = await startReceiver()

  const { code, lines } = await runProgram('order-and-end', {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    [variable]: value,
  })

  expect(code).toBe(0)
  expect(lines.map(({ event }) => event)).toEqual(['order.placed', 'stopped'])
  expect(receiver.store.spans()).toEqual([])
})

test('a setting that is wrong is named in one line, and the service runs', async () => {
  const { code, lines } = await runProgram('order-and-end', {
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'carrier-pigeon',
  })

  expect(code).toBe(0)
  expect(lines[0]).toMatchObject({
    event: 'telemetry.settings',
    faults: ['OTEL_METRICS_EXPORTER must be none or a list of otlp, console'],
  })
})

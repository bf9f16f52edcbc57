import { randomBytes } from 'node:crypto'
import {
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { spanNames } from '@tailspan/telemetry'
import { expect, test, vi } from 'vitest'
import { answerOf, openH2, openRaw } from '../../test/clients.ts'
import { aborted, serve } from '../../test/serve.ts'
import { collectSpans } from '../../test/tracing.ts'
import { type Context, HttpError, Router, requestScope } from '../index.ts'

const spans = collectSpans()
const caller = () => ({
  traceId: randomBytes(16).toString('hex'),
  spanId: randomBytes(8).toString('hex'),
})

function routes(see: (ctx: Context) => unknown = () => {}): Router {
  const answer = async (ctx: Context) => {
    await see(ctx)
    ctx.body ??= { done: true }
  }
  return new Router().get('/orders/:id', answer).post('/orders', answer)
}

async function until<T>(read: () => T | undefined): Promise<T> {
  for (;;) {
    const value = read()
    if (value !== undefined) return value
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const serverSpan = (traceId: string): Promise<ReadableSpan> =>
  until(() => spans.ofTrace(traceId).find(({ kind }) => kind === SpanKind.SERVER))

test.each(['http1', 'h2c'] as const)(
  'over %s a request has a SERVER span that joins its caller',
  async (protocol) => {
    const { traceId, spanId } = caller()
    const headers = { traceparent: `00-${traceId}-${spanId}-01` }
    await using server = await serve(routes(), { protocol })

    const answered = await ask(protocol, server.port, headers)
    const span = await serverSpan(traceId)

    expect(span).toMatchObject({
      name: 'GET /orders/:id',
      kind: SpanKind.SERVER,
      parentSpanContext: { spanId },
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/orders/:id',
        'http.response.status_code': 200,
        'url.scheme': 'http',
        'network.protocol.version': protocol === 'h2c' ? '2' : '1.1',
        'tailspan.request.outcome': 'completed',
      },
    })
    expect(answered.traceresponse).toBe(`00-${traceId}-${span.spanContext().spanId}-01`)
  },
)

test('T9 no path, query, address or user agent is on the span', async () => {
  const { traceId, spanId } = caller()
  await using server = await serve(routes())

  await fetch(`${server.url}/orders/ada@example.com?email=ada@example.com`, {
    headers: { traceparent: `00-${traceId}-${spanId}-01`, 'user-agent': 'ada' },
  })
  const { attributes } = await serverSpan(traceId)

  expect(JSON.stringify(attributes)).not.toMatch(/ada|127\.0\.0\.1/)
})

test('what the handler does lies under the server span', async () => {
  const { traceId, spanId } = caller()
  let inScope: Span | undefined
  let active: Span | undefined
  await using server = await serve(
    routes((ctx) => {
      inScope = trace.getSpan(requestScope(ctx).context)
      active = trace.getActiveSpan()
    }),
  )

  await fetch(`${server.url}/orders/7`, { headers: { traceparent: `00-${traceId}-${spanId}-01` } })

  expect(inScope?.spanContext()).toEqual((await serverSpan(traceId)).spanContext())
  expect(active).toBe(inScope)
})

test.each([
  [
    'a fault of the server',
    () => {
      throw new Error('secret text')
    },
    500,
    'unexpected',
    SpanStatusCode.ERROR,
  ],
  [
    'a refusal',
    () => {
      throw new HttpError('sku-unknown', 'invalid', 'no such sku')
    },
    400,
    'sku-unknown',
    SpanStatusCode.UNSET,
  ],
  [
    'an unavailable peer',
    () => {
      throw new HttpError('peer-away', 'unavailable', 'away')
    },
    503,
    'peer-away',
    SpanStatusCode.ERROR,
  ],
] as const)(
  '%s has its code on the span, never its text',
  async (...[, see, status, code, spanStatus]) => {
    const { traceId, spanId } = caller()
    await using server = await serve(routes(see))

    const answer = await fetch(`${server.url}/orders/7`, {
      headers: { traceparent: `00-${traceId}-${spanId}-01` },
    })
    const span = await serverSpan(traceId)

    expect(answer.headers.get('traceresponse')).toContain(traceId)
    expect(span.attributes).toMatchObject({
      'error.type': code,
      'http.response.status_code': status,
    })
    expect(span.status).toEqual({ code: spanStatus })
    expect(span.events).toEqual([])
  },
)

test('a client that left is an outcome and no answer', async () => {
  const { traceId, spanId } = caller()
  const { promise: arrived, resolve } = Promise.withResolvers<void>()
  await using server = await serve(
    routes((ctx) => {
      resolve()
      return aborted(requestScope(ctx).signal)
    }),
  )
  await using client = await openRaw(server.port)

  client.socket.write(
    `GET /orders/7 HTTP/1.1\r\nHost: t\r\ntraceparent: 00-${traceId}-${spanId}-01\r\n\r\n`,
  )
  await arrived
  client.socket.destroy()
  const { attributes } = await serverSpan(traceId)

  expect(attributes).toMatchObject({
    'error.type': 'client-closed-request',
    'tailspan.request.outcome': 'client-closed-request',
  })
  expect(attributes).not.toHaveProperty('http.response.status_code')
})

test('a deadline stays the outcome, whatever happens to the connection afterwards', async () => {
  const { traceId, spanId } = caller()
  await using server = await serve(
    routes(async (ctx) => {
      throw await aborted(requestScope(ctx).signal)
    }),
    { limits: { requestTimeoutMs: 10 } },
  )

  const answer = await fetch(`${server.url}/orders/7`, {
    headers: { traceparent: `00-${traceId}-${spanId}-01` },
  })
  const { attributes } = await serverSpan(traceId)

  expect(answer.status).toBe(503)
  expect(attributes).toMatchObject({
    'error.type': 'deadline-exceeded',
    'tailspan.request.outcome': 'deadline-exceeded',
    'http.response.status_code': 503,
  })
})

test('a method that nobody knows is not a name of its own', async () => {
  const { traceId, spanId } = caller()
  await using server = await serve(routes())

  await fetch(server.url, {
    method: 'PROPFIND',
    headers: { traceparent: `00-${traceId}-${spanId}-01` },
  })

  expect(await serverSpan(traceId)).toMatchObject({
    name: '_OTHER',
    attributes: { 'http.request.method': '_OTHER' },
  })
})

test('T6 a caller that does not sample is not sampled, and no name is made for it', async () => {
  const { traceId, spanId } = caller()
  using naming = vi.spyOn(spanNames, 'server')
  await using server = await serve(routes())

  const answer = await fetch(`${server.url}/orders/7`, {
    headers: { traceparent: `00-${traceId}-${spanId}-00` },
  })

  expect(answer.headers.get('traceresponse')).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`))
  expect(spans.ofTrace(traceId)).toEqual([])
  expect(naming).not.toHaveBeenCalled()
})

test('probes are not traced', async () => {
  await using server = await serve(routes())

  const answers = await Promise.all(['/healthz', '/readyz'].map((path) => fetch(server.url + path)))

  expect(answers.map(({ status, headers }) => [status, headers.get('traceresponse')])).toEqual([
    [200, null],
    [200, null],
  ])
})

test('P4 the app port knows nothing of /debug', async () => {
  await using server = await serve(routes())

  expect((await fetch(`${server.url}/debug/pprof/`)).status).toBe(404)
})

const long = 'x'.repeat(9_000)

test.each([
  ['no hex', '00-zz'],
  ['zeros', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`],
  ['the reserved version', `ff-${'a'.repeat(32)}-${'b'.repeat(16)}-01`],
  ['too long', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01-${long.slice(0, 500)}`],
  [
    'two of them',
    `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01, 00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`,
  ],
  ['a script', '<script>alert(1)</script>'],
])('T10 a traceparent with %s is ignored, and not echoed', async (_, traceparent) => {
  await using server = await serve(routes())

  const answer = await fetch(`${server.url}/orders/7`, { headers: { traceparent } })

  const echoed = answer.headers.get('traceresponse') ?? ''
  expect(answer.status).toBe(200)
  expect(echoed).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  expect(echoed).not.toContain('a'.repeat(32))
})

const baggageCases: [name: string, header: string, kept: Record<string, string>][] = [
  ['what is on the list', 'tenant=acme,tier=gold', { tenant: 'acme', tier: 'gold' }],
  ['nothing that is not', 'tenant=acme,password=hunter2,userId=7', { tenant: 'acme' }],
  ['no value that is too long', `tenant=${'x'.repeat(129)},tier=gold`, { tier: 'gold' }],
  ['no control characters', 'tenant=a%0d%0aSet-Cookie:%20x,tier=gold', { tier: 'gold' }],
  ['no broken encoding', 'tenant=%zz,tier=gold', { tier: 'gold' }],
  ['no metadata', 'tenant=acme;ttl=9', { tenant: 'acme' }],
  ['no prototype', '__proto__=x,tier=gold', { tier: 'gold' }],
  ['nothing of an oversized header', `tenant=acme,x=${long}`, {}],
]

test.each(baggageCases)('T10 of the baggage the request keeps %s', async (_, header, kept) => {
  let found: Record<string, string> = {}
  await using server = await serve(
    routes((ctx) => {
      const baggage = propagation.getBaggage(requestScope(ctx).context)
      const active = propagation.getBaggage(context.active())
      expect(active).toBe(baggage)
      found = Object.fromEntries(
        (baggage?.getAllEntries() ?? []).map(([k, { value }]) => [k, value]),
      )
    }),
    { baggageAllow: ['tenant', 'tier'] },
  )

  const answer = await fetch(`${server.url}/orders/7`, { headers: { baggage: header } })

  expect(answer.status).toBe(200)
  expect(found).toEqual(kept)
})

async function ask(protocol: 'http1' | 'h2c', port: number, headers: Record<string, string>) {
  if (protocol === 'h2c') {
    await using client = await openH2(port)
    const answer = await answerOf(client.request({ ':path': '/orders/7', ...headers }))
    return { traceresponse: answer.headers.traceresponse }
  }
  const answer = await fetch(`http://127.0.0.1:${port}/orders/7?x=1`, { headers })
  return { traceresponse: answer.headers.get('traceresponse') }
}

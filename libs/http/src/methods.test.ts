import { once } from 'node:events'
import { createReadiness } from '@tailspan/lifecycle'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { answerOf, openH2, openRaw } from '../test/clients.ts'
import { aborted, serve } from '../test/serve.ts'
import { Router, readBody, requestScope, streamEvents } from './index.ts'

const protocols = ['http1', 'h2c'] as const
const everywhere = <T>(rows: readonly T[]) =>
  protocols.flatMap((protocol) => rows.map((row) => [protocol, row] as const))

function open(protocol: 'http1' | 'h2c') {
  const routes = new Router()
    .get('/things', (ctx) => {
      ctx.body = { things: [] }
    })
    .post('/things', async (ctx) => {
      ctx.body = await readBody(ctx, z.object({}))
    })
    .get('/things/events', (ctx) => streamEvents(ctx, async () => ticks(requestScope(ctx).signal)))
    .get('/things/none', (ctx) => streamEvents(ctx, async () => undefined))
    .get('/broken', () => {
      throw new Error('boom')
    })
  const readiness = createReadiness()
  readiness.accept()
  return serve(routes, { protocol, readiness })
}

async function* ticks(signal: AbortSignal) {
  yield { type: 'tick' }
  await aborted(signal)
}

type Answer = { status: number; headers: Record<string, unknown>; body: string }

async function ask(port: number, protocol: 'http1' | 'h2c', question: string): Promise<Answer> {
  const [method = '', path = ''] = question.split(' ')
  if (protocol === 'h2c') {
    await using client = await openH2(port)
    return await answerOf(client.request({ ':method': method, ':path': path }).end())
  }
  await using client = await openRaw(port)
  // The second answer shows that the first one has ended and has not blocked the connection.
  client.socket.write(`${method} ${path} HTTP/1.1\r\nHost: t\r\n\r\n`)
  client.socket.write('GET /healthz HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n')
  await client.closed()
  const [head = '', ...rest] = client.text().split('\r\n\r\n')
  const [line = '', ...fields] = head.split('\r\n')
  const body = rest.join('\r\n\r\n').replace(/HTTP\/1\.1 200 OK[^{]*\{"status":"ok"\}$/, '')
  return { status: Number(line.split(' ')[1]), headers: headersOf(fields), body }
}

function headersOf(fields: readonly string[]): Record<string, string> {
  const pairs = fields.map((field) => field.split(/: */, 2))
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]))
}

const reads = ['/things', '/things/none', '/broken', '/nowhere', '/healthz', '/readyz'] as const

test.each(everywhere(reads))(
  'L3 over %s HEAD %s answers as GET does, without a body',
  async (protocol, path) => {
    await using server = await open(protocol)

    const got = await ask(server.port, protocol, `GET ${path}`)
    const head = await ask(server.port, protocol, `HEAD ${path}`)

    expect(head.body).toBe('')
    expect(head.status).toBe(got.status)
    const same = ['content-type', 'content-length', 'cache-control', 'allow'] as const
    // Koa leaves the length out over HTTP/2, as it may.
    const names = same.filter((name) => protocol === 'http1' || name !== 'content-length')
    for (const name of names) expect(head.headers[name]).toBe(got.headers[name])
  },
)

test.each(protocols)('L3 over %s HEAD on an event stream ends', async (protocol) => {
  await using server = await open(protocol)

  const { status, headers, body } = await ask(server.port, protocol, 'HEAD /things/events')

  expect([status, headers['content-type'], body]).toEqual([200, 'text/event-stream', ''])
})

test.each(
  everywhere([
    ['OPTIONS /things', 200, ['GET', 'HEAD', 'POST']],
    ['OPTIONS /healthz', 200, ['GET', 'HEAD']],
    ['OPTIONS *', 200, ['GET', 'HEAD', 'POST']],
    ['DELETE /things', 405, ['GET', 'HEAD', 'POST']],
    ['POST /healthz', 405, ['GET', 'HEAD']],
    ['DELETE /readyz', 405, ['GET', 'HEAD']],
    ['POST /things/events', 405, ['GET', 'HEAD']],
  ] as const),
)('L3 over %s %j says which methods are allowed', async (protocol, row) => {
  const [question, status, methods] = row
  await using server = await open(protocol)

  const answer = await ask(server.port, protocol, question)

  expect(answer.status).toBe(status)
  expect(String(answer.headers.allow).split(', ').sort()).toEqual(methods)
  if (status === 405) expectProblem(answer, 'method-not-allowed')
})

test.each(
  everywhere(['PROPFIND /things', 'TRACE /things', 'BREW /things', 'get /things', 'BREW /healthz']),
)('L3 over %s %s is a method that nothing here implements', async (protocol, question) => {
  await using server = await open(protocol)
  const [method = '', path] = question.split(' ')
  if (protocol === 'h2c' || !/BREW|get/.test(question)) {
    const answer = await ask(server.port, protocol, question)
    if (path === '/healthz') return expectProblem(answer, 'method-not-allowed')
    expect(answer.status).toBe(501)
    return expectProblem(answer, 'not-implemented')
  }
  await using client = await openRaw(server.port)
  client.socket.write(`${method} ${path} HTTP/1.1\r\nHost: t\r\n\r\n`)
  await client.closed()

  expect(client.text()).toMatch(/^HTTP\/1\.1 501 [\s\S]*problem\+json[\s\S]*"not-implemented"/)
})

test('L3 CONNECT is answered, and its connection is closed', async () => {
  await using http1 = await open('http1')
  await using client = await openRaw(http1.port)
  client.socket.write('CONNECT example.com:80 HTTP/1.1\r\nHost: example.com:80\r\n\r\n')
  await client.closed()
  expect(client.text()).toMatch(/^HTTP\/1\.1 501 [\s\S]*problem\+json[\s\S]*"not-implemented"/)

  await using http2 = await open('h2c')
  await using session = await openH2(http2.port)
  const stream = session.session.request({ ':method': 'CONNECT', ':authority': 'example.com:80' })
  const [headers] = await once(stream, 'response')
  expect(headers).toMatchObject({ ':status': 501, 'content-type': 'application/problem+json' })
})

test.each(protocols)('L4 over %s fifty probes ask each dependency once', async (protocol) => {
  const readiness = createReadiness({ keepMs: 60_000 })
  readiness.accept()
  let asked = 0
  readiness.add('postgres', async () => {
    asked += 1
  })
  await using server = await serve(new Router(), { protocol, readiness })

  const probes = Array.from({ length: 50 }, () => ask(server.port, protocol, 'GET /readyz'))
  const answers = await Promise.all(probes)

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(asked).toBe(1)
})

function expectProblem({ status, headers, body }: Answer, code: string): void {
  expect(headers['content-type']).toBe('application/problem+json')
  expect(JSON.parse(body)).toMatchObject({ status, code })
}

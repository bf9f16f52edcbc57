import { once } from 'node:events'
import { constants } from 'node:http2'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { answerOf, openH2, openRaw, requestText } from '../../test/clients.ts'
import { aborted, serve, watch } from '../../test/serve.ts'
import { clientClosedRequest, deadlineExceeded, Router, readBody } from '../index.ts'

const protocols = ['http1', 'h2c'] as const

/** The client preface of HTTP/2 with an empty SETTINGS frame. */
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1')

test('header fields that trickle in over HTTP/1.1 are answered with 408', async () => {
  await using server = await serve(new Router(), {
    limits: { headersTimeoutMs: 60, bodyTimeoutMs: 1_000 },
  })
  await using client = await openRaw(server.port)

  client.socket.write('GET / HTTP/1.1\r\nHo')
  await client.closed()

  expect(client.text()).toMatch(/^HTTP\/1\.1 408 [\s\S]*problem\+json[\s\S]*request-timeout/)
})

test.each(protocols)('over %s a connection that says nothing is closed', async (protocol) => {
  const limits = { headersTimeoutMs: 60, idleTimeoutMs: 60 }
  await using server = await serve(new Router(), { protocol, limits })
  await using client = await openRaw(server.port)

  await client.closed()
})

test.each([
  ['closes its side when the server does', { stays: false }],
  ['leaves its side open', { stays: true }],
])(
  'an HTTP/2 session that trickles bytes without a request is closed if the client %s',
  async (_, how) => {
    const limits = { headersTimeoutMs: 60 }
    await using server = await serve(new Router(), { protocol: 'h2c', limits })
    await using client = await openRaw(server.port, how)
    client.socket.write(preface)

    await trickle(client.socket, Buffer.from('\0\0\0\x04\x01\0\0\0\0', 'latin1'), client.closed())
  },
)

test('an HTTP/2 session of a client that leaves its side open holds no connection', async () => {
  const limits = { headersTimeoutMs: 60 }
  await using server = await serve(new Router(), { protocol: 'h2c', limits })
  await using client = await openRaw(server.port, { stays: true })
  client.socket.write(preface)

  await once(client.socket, 'end')

  // Whether the server still has the connection shows when something arrives there.
  await trickle(client.socket, Buffer.of(0), client.closed())
})

test('a kept-alive connection is told a time, and closed at its end', async () => {
  await using server = await serve(new Router(), { limits: { idleTimeoutMs: 30 } })
  await using client = await openRaw(server.port)

  client.socket.write(requestText())
  await client.closed()

  expect(client.text()).toMatch(/keep-alive/i)
})

test('an idle HTTP/2 session is closed, one that works is not', async () => {
  const { routes, next } = watch((_, { signal }) => aborted(signal))
  const limits = { idleTimeoutMs: 40, requestTimeoutMs: 300 }
  await using server = await serve(routes, { protocol: 'h2c', limits })
  await using client = await openH2(server.port)

  const answer = answerOf(client.request())
  const { signal } = await next()

  expect(await aborted(signal)).toBe(deadlineExceeded)
  expect(await answer).toMatchObject({ status: 503 })
  if (!client.session.closed) await once(client.session, 'close')
})

test('header fields over the limit are answered with 431 over HTTP/1.1', async () => {
  await using server = await serve(new Router(), { limits: { headerBytes: 1_024 } })
  await using client = await openRaw(server.port)

  client.socket.write(`GET / HTTP/1.1\r\nHost: t\r\nX-Big: ${'x'.repeat(2_000)}\r\n\r\n`)
  await client.closed()

  expect(client.text()).toMatch(/^HTTP\/1\.1 431 [\s\S]*request-header-fields-too-large/)
})

test('header fields over the limit are answered with 431 over HTTP/2', async () => {
  const { routes } = watch((ctx) => {
    ctx.body = { done: true }
  })
  await using server = await serve(routes, { protocol: 'h2c', limits: { headerBytes: 1_024 } })
  await using client = await openH2(server.port)

  const answer = await answerOf(client.request({ 'x-big': 'x'.repeat(2_000) }))

  expect(answer).toMatchObject({
    status: 431,
    body: expect.stringContaining('request-header-fields-too-large'),
  })
})

test.each([
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
  [
    'a length and an encoding',
    'POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
])('%s is answered with 400 and closed', async (_, text) => {
  await using server = await serve(new Router())
  await using client = await openRaw(server.port)

  client.socket.write(text)
  await client.closed()

  expect(client.text()).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"bad-request"/)
})

test.each([
  ['without a Host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 [\s\S]*"code":"host-missing"/],
  [
    'with an expectation that nobody meets',
    'GET / HTTP/1.1\r\nHost: t\r\nExpect: 999\r\n\r\n',
    /^HTTP\/1\.1 417 [\s\S]*"code":"expectation-failed"/,
  ],
])('a request %s is answered with a problem', async (_, text, answer) => {
  await using server = await serve(new Router())
  await using client = await openRaw(server.port)

  client.socket.write(text)

  expect(await client.until(/\}$/)).toMatch(answer)
})

test.each([
  ['Host: t\r\nHost: u', 400, 'host-invalid'],
  ['Host: t\r\nhOsT: t', 400, 'host-invalid'],
  ['Host: http://t/', 400, 'host-invalid'],
  ['Host: t:80:80', 400, 'host-invalid'],
  ['Host: a b', 400, 'host-invalid'],
  ['Host: t, u', 400, 'host-invalid'],
  ['Host:', 200, undefined],
  ['Host: [::1]:8080', 200, undefined],
  ['hOST:  t_1.example:80 ', 200, undefined],
  ['Host: t\r\nExpect: 100-Continue', 200, undefined],
  ['Host: t\r\nExpect: 100-continue, 100-continue', 200, undefined],
  ['Host: t\r\nExpect: 100-continue, 999', 417, 'expectation-failed'],
  ['Host: t\r\nConnection: Keep-Alive, X-Other', 200, undefined],
])('L8 a request with %j is answered with %i', async (fields, status, code) => {
  const { routes } = watch((ctx) => {
    ctx.body = { done: true }
  })
  await using server = await serve(routes)
  await using client = await openRaw(server.port)

  client.socket.write(`GET / HTTP/1.1\r\n${fields}\r\n\r\n`)

  const text = (await client.until(/\}$/)).replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
  expect(Number(text.split(' ')[1])).toBe(status)
  if (code) expect(text).toContain(`"code":"${code}"`)
})

test.each([
  ['100-Continue', 200],
  ['999', 417],
])('L8 over HTTP/2 an expectation of %s is answered with %i', async (expectation, status) => {
  const { routes } = watch((ctx) => {
    ctx.body = { done: true }
  })
  await using server = await serve(routes, { protocol: 'h2c' })
  await using client = await openH2(server.port)

  const answer = await answerOf(client.request({ expect: expectation }).end())

  expect(answer).toMatchObject({ status })
  if (status === 417) expect(answer.headers['content-type']).toBe('application/problem+json')
})

test('a client that waits for 100 Continue is told to go on', async () => {
  const { routes } = watch(async (ctx) => {
    ctx.body = { got: await readBody(ctx, z.object({ n: z.number() })) }
  })
  await using server = await serve(routes)
  await using client = await openRaw(server.port)

  client.socket.write(
    requestText('POST', '{"n":1}').replace(/\r\n\r\n.*/, '\r\nExpect: 100-continue\r\n\r\n'),
  )
  await client.until(/^HTTP\/1\.1 100 Continue/)
  client.socket.write('{"n":1}')

  expect(await client.until(/\}$/)).toMatch(/HTTP\/1\.1 200 [\s\S]*"got":\{"n":1\}/)
})

test('bad chunks within a body are answered with 400 and closed', async () => {
  const { routes } = watch((ctx) => readBody(ctx, z.object({})))
  await using server = await serve(routes)
  await using client = await openRaw(server.port)

  client.socket.write(
    'POST / HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{"',
  )
  client.socket.write('zz\r\nrubbish\r\n')
  await client.closed()

  expect(client.text()).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"bad-request"/)
  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([])
})

test('rubbish behind a request that is under way closes without an answer', async () => {
  const { routes, next } = watch((_, { signal }) => aborted(signal))
  await using server = await serve(routes)
  await using client = await openRaw(server.port)

  client.socket.write(requestText())
  const { signal } = await next()
  client.socket.write('rubbish\r\n\r\n')

  expect(await aborted(signal)).toBe(clientClosedRequest)
  await client.closed()
  expect(client.text()).toBe('')
})

test.each(protocols)(
  'over %s an answer that nobody reads is cut off at the deadline',
  async (protocol) => {
    const { routes, next } = watch((ctx) => {
      ctx.body = Buffer.alloc(20_000_000)
    })
    await using server = await serve(routes, { protocol, limits: { requestTimeoutMs: 60 } })
    await using client = await (protocol === 'h2c' ? openH2(server.port) : openRaw(server.port))
    if ('request' in client) client.request()
    else client.socket.pause().write(requestText())

    const { ctx, signal } = await next()
    const closed = once(ctx.res, 'close')

    expect(await aborted(signal)).toBe(deadlineExceeded)
    await closed
  },
)

test.each(protocols)(
  'over %s more requests than allowed are refused, health is not',
  async (protocol) => {
    const { routes, next } = watch((_, { signal }) => aborted(signal))
    await using server = await serve(routes, { protocol, limits: { concurrentRequests: 1 } })
    await using client = await openH2OrNone(protocol, server.port)
    const status = async (path: string) => {
      if (!client)
        return fetch(server.url + path).then(async (a) => ({
          status: a.status,
          headers: Object.fromEntries(a.headers),
          body: await a.text(),
        }))
      return answerOf(client.request({ ':path': path }))
    }
    void status('/').catch(() => {})
    const { ctx } = await next()

    const refused = await status('/')

    expect(refused).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
      body: expect.stringContaining('"code":"server-busy"'),
    })
    expect(await status('/healthz')).toMatchObject({ status: 200 })
    ctx.res.destroy()
  },
)

async function openH2OrNone(protocol: string, port: number) {
  return protocol === 'h2c' ? openH2(port) : undefined
}

/** Sends a few bytes every 10 ms until the connection is closed. */
async function trickle(socket: Socket, bytes: Buffer, closed: Promise<void>): Promise<void> {
  const timer = setInterval(() => socket.write(bytes), 10)
  await closed
  clearInterval(timer)
}

test('an answer that waits for a client which has reset its stream ends at the deadline at the latest', async () => {
  const { routes, next } = watch((ctx) => {
    ctx.body = Buffer.alloc(1_000_000)
  })
  const limits = { requestTimeoutMs: 100 }
  await using server = await serve(routes, { protocol: 'h2c', limits })
  await using client = await openH2(server.port)
  const stream = client.request()
  const begun = once(stream, 'response')
  const { ctx, signal } = await next()
  const closed = once(ctx.res, 'close')
  await begun

  stream.close(constants.NGHTTP2_NO_ERROR)

  // Node 24 never closes such a stream by itself.
  expect([clientClosedRequest, deadlineExceeded]).toContain(await aborted(signal))
  await closed
})

test('HTTP/1.1 spoken to an HTTP/2 port closes that connection and no other', async () => {
  const { routes } = watch((ctx) => {
    ctx.body = { done: true }
  })
  await using server = await serve(routes, { protocol: 'h2c' })
  await using client = await openH2(server.port)
  await using stranger = await openRaw(server.port)

  stranger.socket.write(requestText())
  await stranger.closed()

  expect(await answerOf(client.request())).toMatchObject({ status: 200 })
})

import { once } from 'node:events'
import type { ClientHttp2Stream } from 'node:http2'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { answerOf, openH2, openRaw, requestText } from '../../test/clients.ts'
import { aborted, serve } from '../../test/serve.ts'
import { Router, readBody, requestScope } from '../index.ts'

/** Nothing but the drain itself ends a wait within a test's patience. */
const patient = {
  headersTimeoutMs: 600_000,
  bodyTimeoutMs: 600_000,
  requestTimeoutMs: 600_000,
  idleTimeoutMs: 600_000,
}
const body = z.object({ n: z.number() })
const half = 'Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{"n"'
const chunk = 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"n"\r\n'
const post = (path: string, rest: string) => `POST ${path} HTTP/1.1\r\nHost: t\r\n${rest}`

function routes() {
  const begun = Promise.withResolvers<void>()
  const router = new Router()
    .post('/read', async (ctx) => {
      begun.resolve()
      ctx.body = { got: await readBody(ctx, body) }
    })
    .post('/unread', (ctx) => {
      begun.resolve()
      ctx.body = { done: true }
    })
    .post('/slow', async (ctx) => {
      begun.resolve()
      await aborted(requestScope(ctx).signal)
    })
    .get('/', (ctx) => {
      ctx.body = { done: true }
    })
  return { router, begun: begun.promise }
}

test.each([
  ['its request line', 'POST /re', undefined],
  ['its header fields', 'POST /read HTTP/1.1\r\nHost: t\r\nX-A', undefined],
  ['the body of a known path', post('/read', half), undefined],
  ['the chunks of a known path', post('/read', chunk), undefined],
  ['a body that waits for 100 Continue', post('/read', `Expect: 100-continue\r\n${half}`), /100/],
  ['the body of an unknown path', post('/nowhere', half), /404[\s\S]*\}$/],
  ['a body that its handler does not read', post('/unread', half), /200[\s\S]*\}$/],
  ['a body of a type that is refused', post('/read', half.replace('json', 'xml')), /415[\s\S]*\}$/],
  ['a second request', `${requestText()}POST /read HTTP/1.1\r\nHo`, /200[\s\S]*\}$/],
])('L5 over HTTP/1.1 a client that never ends %s does not delay a stop', async (...row) => {
  const [, text, answered] = row
  await using server = await serve(routes().router, { limits: patient })
  await using client = await openRaw(server.port, { stays: true })
  client.socket.write(text)
  if (answered) await client.until(answered)
  else await arrival(server.port)

  await expect(server.stop()).resolves.toBeUndefined()
})

test('L5 a client that sends a byte now and then does not delay a stop', async () => {
  const { router, begun } = routes()
  await using server = await serve(router, { limits: patient })
  await using client = await openRaw(server.port)
  client.socket.write(post('/read', chunk))
  await begun
  const trickle = setInterval(() => client.socket.write('1\r\n \r\n'), 10)
  onTestFinished(() => clearInterval(trickle))

  await expect(server.stop()).resolves.toBeUndefined()
})

test('L5 a request that was not whole may be sent elsewhere: it is answered with 503', async () => {
  const { router, begun } = routes()
  await using server = await serve(router, { limits: patient })
  await using client = await openRaw(server.port)
  client.socket.write(post('/read', half))
  await begun

  void server.stop()

  expect(await client.until(/\}$/)).toMatch(
    /^HTTP\/1\.1 503 [\s\S]*retry-after: 1[\s\S]*connection: close[\s\S]*server-shutdown/i,
  )
  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([])
})

test.each([
  ['the body of a known path', '/read', 503],
  ['the body of an unknown path', '/nowhere', 404],
  ['a body that its handler does not read', '/unread', 200],
])('L5 over HTTP/2 a client that never ends %s does not delay a stop', async (_, path, status) => {
  const { router, begun } = routes()
  await using server = await serve(router, { limits: patient, protocol: 'h2c' })
  await using client = await openH2(server.port)
  const stream = postH2(client, path)
  const response = once(stream, 'response')
  await Promise.race([begun, response])

  await expect(server.stop()).resolves.toBeUndefined()

  expect((await response)[0]).toMatchObject({ ':status': status })
})

test('L5 over HTTP/2 header fields that never end do not delay a stop', async () => {
  await using server = await serve(routes().router, { limits: patient, protocol: 'h2c' })
  await using client = await openRaw(server.port, { stays: true })
  // The preface, SETTINGS, and HEADERS (`:method: GET`) without END_HEADERS.
  const frames = '\0\0\0\x04\0\0\0\0\0\0\0\x01\x01\0\0\0\0\x01\x82'
  client.socket.write(Buffer.from(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${frames}`, 'latin1'))
  await once(client.socket, 'data')

  await expect(server.stop()).resolves.toBeUndefined()
})

test.each(['http1', 'h2c'] as const)(
  'L5 over %s a body that becomes whole while the server drains is served',
  async (protocol) => {
    const { router, begun } = routes()
    await using server = await serve(router, { limits: patient, protocol })
    if (protocol === 'h2c') {
      await using client = await openH2(server.port)
      const stream = postH2(client, '/read')
      const answer = answerOf(stream)
      await begun
      const stopped = server.stop()
      stream.end(':1}')
      expect(await answer).toMatchObject({ status: 200, body: '{"got":{"n":1}}' })
      await stopped
      return
    }
    await using client = await openRaw(server.port)
    client.socket.write(post('/read', half))
    await begun
    const stopped = server.stop()
    client.socket.write(':1}')
    expect(await client.until(/\}$/)).toMatch(/200 OK[\s\S]*\{"got":\{"n":1\}\}$/)
    await stopped
  },
)

test('L5 a handler at work is waited for, although its body is not whole', async () => {
  const { router, begun } = routes()
  await using server = await serve(router, { limits: patient })
  await using half = await openRaw(server.port)
  await using client = await openRaw(server.port)
  half.socket.write('POST /re')
  client.socket.write(post('/slow', chunk))
  await begun
  const budget = new AbortController()

  const stopped = server.stop(budget.signal)
  await half.closed()
  budget.abort()

  await expect(stopped).rejects.toMatchObject({ work: ['POST /slow'] })
})

/** Resolves when the server has taken in what others wrote before. */
async function arrival(port: number): Promise<void> {
  await (await fetch(`http://127.0.0.1:${port}/`)).text()
}

function postH2(client: Awaited<ReturnType<typeof openH2>>, path: string): ClientHttp2Stream {
  const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/json' }
  const stream = client.request(headers)
  stream.write('{"n"')
  return stream
}

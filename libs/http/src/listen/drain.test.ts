import { once } from 'node:events'
import { constants } from 'node:http2'
import { createConnection } from 'node:net'
import { createReadiness } from '@tailspan/lifecycle'
import { expect, test } from 'vitest'
import { answerOf, openH2, openRaw, requestText } from '../../test/clients.ts'
import { aborted, serve, watch } from '../../test/serve.ts'
import { type EventSource, Router, requestScope, serverShutdown, streamEvents } from '../index.ts'

const protocols = ['http1', 'h2c'] as const

/** The client preface of HTTP/2 with an empty SETTINGS frame. */
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1')

/** A handler that answers when the test says so. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const watched = watch(async (ctx) => {
    await promise
    ctx.body = { done: true }
  })
  return { ...watched, open: resolve }
}

async function ask(protocol: 'http1' | 'h2c', port: number) {
  if (protocol === 'h2c') {
    const client = await openH2(port)
    const answer = answerOf(client.request())
    answer.catch(() => {})
    answer.catch(() => {})
    return { answer, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() }
  }
  const client = await openRaw(port)
  client.socket.write(requestText())
  const answer = client
    .until(/\}$/)
    .then((text) => ({ status: Number(text.split(' ')[1]), body: text }))
  answer.catch(() => {})
  return { answer, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() }
}

test.each(protocols)(
  'H1 over %s a request under way is finished by the drain',
  async (protocol) => {
    const { routes, next, open } = gate()
    await using server = await serve(routes, { protocol })
    await using asked = await ask(protocol, server.port)
    await next()

    const stopped = server.stop()
    open()

    expect(await asked.answer).toMatchObject({ status: 200, body: expect.stringContaining('done') })
    await stopped
  },
)

test.each(protocols)('H2 over %s a new connection is refused by the drain', async (protocol) => {
  const { routes, next, open } = gate()
  await using server = await serve(routes, { protocol })
  await using _asked = await ask(protocol, server.port)
  await next()

  const stopped = server.stop()
  const [error] = await once(createConnection(server.port, '127.0.0.1'), 'error')

  expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  open()
  await stopped
})

test('H3 a request on a kept-alive connection is served, and the last one there', async () => {
  const { routes } = watch((ctx) => {
    ctx.body = { done: true }
  })
  await using server = await serve(routes)
  await using client = await openRaw(server.port)
  client.socket.write(requestText())
  await client.until(/keep-alive[\s\S]*\}$/i)

  const stopped = server.stop()
  client.socket.write(requestText())
  await client.closed()

  expect(client.text()).toMatch(/\}HTTP\/1\.1 200 OK[\s\S]*connection: close[\s\S]*\}$/i)
  await stopped
})

test('H3 an answer that was under way when the drain began says so too', async () => {
  const { routes, next, open } = gate()
  await using server = await serve(routes)
  await using client = await openRaw(server.port)
  client.socket.write(requestText())
  await next()

  const stopped = server.stop()
  open()
  await client.closed()

  expect(client.text()).toMatch(/connection: close/i)
  await stopped
})

test.each(protocols)(
  'H4 over %s a connection that was never used does not delay',
  async (protocol) => {
    await using server = await serve(new Router(), { protocol })
    await using client = await openRaw(server.port)

    await server.stop()

    await client.closed()
  },
)

test.each(protocols)(
  'H4 over %s a client that keeps its half open does not delay',
  async (protocol) => {
    await using server = await serve(new Router(), { protocol })
    await using client = await openRaw(server.port, { stays: true })
    client.socket.write(protocol === 'h2c' ? preface : requestText())
    await once(client.socket, 'data')

    const ended = once(client.socket, 'end')
    await server.stop()

    await ended
  },
)

test('H4 a kept-alive connection does not delay', async () => {
  const { routes } = watch((ctx) => {
    ctx.body = { done: true }
  })
  await using server = await serve(routes)
  await using client = await openRaw(server.port)
  client.socket.write(requestText())
  await client.until(/\}$/)

  await server.stop()

  await client.closed()
})

test.each(protocols)(
  'H5 over %s a handler that hangs is cut short at the timeout',
  async (protocol) => {
    const { routes, next } = watch(() => new Promise(() => {}))
    await using server = await serve(routes, { protocol })
    await using asked = await ask(protocol, server.port)
    const { signal } = await next()
    const budget = new AbortController()

    const stopped = server.stop(budget.signal)
    budget.abort()

    await expect(stopped).rejects.toMatchObject({ code: 'work-abandoned', work: ['GET /'] })
    expect(signal.reason).toBe(serverShutdown)
    expect(await asked.answer).toMatchObject({
      status: 503,
      body: expect.stringContaining('"code":"server-shutdown"'),
    })
  },
)

test.each(protocols)(
  'H5 over %s what is answered in the place of a handler leaves, however busy the process is',
  async (protocol) => {
    const { routes, next } = watch((_, { signal }) => {
      signal.addEventListener('abort', () => setImmediate(blockFor, 100))
      return new Promise(() => {})
    })
    await using server = await serve(routes, { protocol })
    await using asked = await ask(protocol, server.port)
    await next()

    const stopped = server.stop(AbortSignal.abort())

    expect(await asked.answer).toMatchObject({ status: 503 })
    await expect(stopped).rejects.toMatchObject({ code: 'work-abandoned' })
  },
)

function blockFor(forMs: number): void {
  const endMs = performance.now() + forMs
  while (performance.now() < endMs);
}

test('H5 a handler that listens to its signal answers by itself', async () => {
  const { routes, next } = watch(async (ctx, { signal }) => {
    await aborted(signal)
    ctx.body = { stopped: true }
  })
  await using server = await serve(routes)
  await using asked = await ask('http1', server.port)
  await next()

  const stopped = server.stop(AbortSignal.abort())

  expect(await asked.answer).toMatchObject({ status: 200 })
  await expect(stopped).rejects.toMatchObject({ code: 'work-abandoned' })
})

test.each(protocols)('H6 over %s draining twice is draining once', async (protocol) => {
  await using server = await serve(new Router(), { protocol })

  const [first, second] = [server.stop(), server.stop()]

  expect(second).toBe(first)
  await first
})

test('H6 a server that never started stops at once', async () => {
  const { actor } = (await import('../index.ts')).createHttpServer({
    port: 0,
    routes: new Router(),
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })

  await expect(actor.stop?.(new AbortController().signal, 0)).resolves.toBeUndefined()
})

test('H8 over HTTP/2 clients get a GOAWAY and no connection header', async () => {
  const { routes, next, open } = gate()
  await using server = await serve(routes, { protocol: 'h2c' })
  await using client = await openH2(server.port)
  const goneAway = once(client.session, 'goaway')
  const answer = answerOf(client.request())
  await next()

  const stopped = server.stop()
  const [code] = await goneAway
  open()

  expect(code).toBe(0)
  expect((await answer).headers).not.toHaveProperty('connection')
  await stopped
})

test('H8 a request that was on its way when the drain began may be sent again elsewhere', async () => {
  const { routes } = watch((ctx) => {
    ctx.body = { done: true }
  })
  await using server = await serve(routes, { protocol: 'h2c' })
  await using client = await openH2(server.port)

  const stream = client.request()
  const stopped = server.stop()
  await once(stream, 'error')

  expect(stream.rstCode).toBe(constants.NGHTTP2_REFUSED_STREAM)
  await stopped
})

test.each(protocols)(
  'H9 over %s readiness refuses while requests are still served',
  async (protocol) => {
    const readiness = createReadiness()
    readiness.accept()
    const { routes } = watch((ctx) => {
      ctx.body = { done: true }
    })
    await using server = await serve(routes, { protocol, readiness })
    const status = async (path: string) => {
      if (protocol === 'http1') return (await fetch(server.url + path)).status
      await using client = await openH2(server.port)
      return (await answerOf(client.request({ ':path': path }))).status
    }
    expect(await status('/readyz')).toBe(200)

    server.quiesce()

    expect(await status('/readyz')).toBe(503)
    expect(await status('/healthz')).toBe(200)
    expect(await status('/')).toBe(200)
    await server.stop()
  },
)

test.each(protocols)('over %s an event stream is ended by the drain', async (protocol) => {
  const routes = new Router().get('/', (ctx) =>
    streamEvents(ctx, async () => endless(requestScope(ctx).signal)),
  )
  await using server = await serve(routes, { protocol })
  await using client = await (protocol === 'h2c' ? openH2(server.port) : openRaw(server.port))
  const first = 'request' in client ? once(client.request(), 'data') : askRaw(client)
  await first

  await server.stop()

  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([])
})

async function askRaw(client: Awaited<ReturnType<typeof openRaw>>): Promise<void> {
  client.socket.write(requestText())
  await client.until(/event: tick/)
}

async function* endless(signal: AbortSignal): EventSource {
  yield { type: 'tick' }
  await aborted(signal)
}

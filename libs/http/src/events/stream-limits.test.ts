import { once } from 'node:events'
import { expect, test } from 'vitest'
import { answerOf, openH2, openRaw, requestText } from '../../test/clients.ts'
import { aborted, serve } from '../../test/serve.ts'
import { type EventSource, Router, requestScope, streamEvents } from '../index.ts'

const protocols = ['http1', 'h2c'] as const

/** `/` streams until its client leaves, `/plain` answers. */
function routes(): Router {
  return new Router()
    .get('/', (ctx) => streamEvents(ctx, async () => ticks(requestScope(ctx).signal)))
    .get('/plain', (ctx) => {
      ctx.body = { done: true }
    })
}

async function* ticks(signal: AbortSignal): EventSource {
  yield { type: 'tick' }
  await aborted(signal)
}

/** Opens a stream and waits for its first event. */
async function listen(protocol: 'http1' | 'h2c', port: number) {
  if (protocol === 'h2c') {
    const client = await openH2(port)
    const stream = client.request()
    const ended = once(stream, 'close')
    let text = ''
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    await once(stream, 'data')
    return { ended, text: () => text, close: () => client.session.destroy() }
  }
  const client = await openRaw(port)
  client.socket.write(requestText())
  await client.until(/event: tick/)
  return { ended: client.closed(), text: client.text, close: () => client.socket.destroy() }
}

test.each(protocols)(
  'L1 over %s event streams take no room from requests, and have a limit of their own',
  async (protocol) => {
    const limits = { concurrentRequests: 1, eventStreams: 3 }
    await using server = await serve(routes(), { protocol, limits })
    const streams = []
    for (let i = 0; i < 3; i++) streams.push(await listen(protocol, server.port))

    const plain = await get(protocol, server.port, '/plain')
    const refused = await get(protocol, server.port, '/')

    expect(plain).toMatchObject({ status: 200 })
    expect(refused).toMatchObject({
      status: 503,
      retryAfter: '5',
      code: 'event-streams-full',
      type: 'application/problem+json',
    })
    for (const stream of streams) stream.close()
  },
)

test('L1 a stream that has ended makes room for another', async () => {
  await using server = await serve(routes(), { limits: { eventStreams: 1 } })
  const first = await listen('http1', server.port)
  expect(await get('http1', server.port, '/')).toMatchObject({ status: 503 })

  first.close()
  await first.ended

  // The server sees the end a little later than the client.
  while ((await headOf(server.port)) === 503);
})

test.each(protocols)(
  'L1 over %s a stream that is too old is ended, and its client told to reconnect',
  async (protocol) => {
    await using server = await serve(routes(), { protocol, limits: { eventStreamAgeMs: 30 } })

    const stream = await listen(protocol, server.port)
    if (protocol === 'http1') {
      // The connection lives on.
      while (!/0\r\n\r\n$/.test(stream.text())) await new Promise(setImmediate)
    } else await stream.ended

    expect(stream.text()).toMatch(/event: tick[\s\S]*retry: [1-3]\d{3}\n\n/)
    stream.close()
  },
)

test.each(protocols)('L1 over %s a drain tells watchers to reconnect', async (protocol) => {
  await using server = await serve(routes(), { protocol })
  const stream = await listen(protocol, server.port)

  await expect(server.stop()).resolves.toBeUndefined()

  await stream.ended
  expect(stream.text()).toMatch(/retry: [1-3]\d{3}\n\n/)
})

test('L1 a watcher that does not read is cut off, also by a drain', async () => {
  const begun = Promise.withResolvers<void>()
  async function* flood(): EventSource {
    for (;;) {
      yield { type: 'flood', text: 'x'.repeat(1_000_000) } as { type: string }
      begun.resolve()
    }
  }
  const flooding = new Router().get('/', (ctx) => streamEvents(ctx, async () => flood()))
  await using server = await serve(flooding, { limits: { idleTimeoutMs: 600_000 } })
  await using client = await openRaw(server.port)
  client.socket.pause().write(requestText())
  await begun.promise

  await expect(server.stop()).resolves.toBeUndefined()
})

async function get(protocol: 'http1' | 'h2c', port: number, path: string) {
  const answer = await (protocol === 'h2c' ? getH2(port, path) : getHttp1(port, path))
  const { status, headers, body } = answer
  const { code } = JSON.parse(body)
  return { status, type: headers['content-type'], retryAfter: headers['retry-after'], code }
}

async function getH2(port: number, path: string) {
  await using client = await openH2(port)
  return await answerOf(client.request({ ':path': path }))
}

async function getHttp1(port: number, path: string) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`)
  const headers = Object.fromEntries(answer.headers)
  return { status: answer.status, headers, body: await answer.text() }
}

async function headOf(port: number): Promise<number> {
  const abort = new AbortController()
  const { status } = await fetch(`http://127.0.0.1:${port}/`, { signal: abort.signal })
  abort.abort()
  return status
}

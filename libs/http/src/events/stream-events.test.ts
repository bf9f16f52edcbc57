import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openH2, openRaw, requestText } from '../../test/clients.ts'
import { aborted, serve } from '../../test/serve.ts'
import {
  type Context,
  clientClosedRequest,
  type EventSource,
  HttpError,
  Router,
  requestFinished,
  requestScope,
  type ServerSentEvent,
  streamEvents,
} from '../index.ts'

type Source = (signal: AbortSignal) => EventSource

function watch(source: Source) {
  const { promise: seen, resolve } = Promise.withResolvers<Context>()
  const routes = new Router().get('/', async (ctx) => {
    resolve(ctx)
    await streamEvents(ctx, async () => source(requestScope(ctx).signal))
  })
  return { routes, seen }
}

async function* ticks(signal: AbortSignal): EventSource {
  yield { type: 'tick' }
  await aborted(signal)
}

test('events are written as they come, and the answer ends with its source', async () => {
  const { routes, seen } = watch(async function* () {
    yield { type: 'order.placed', id: '1', total: 7 } as ServerSentEvent
    yield { type: 'order.confirmed' }
  })
  await using server = await serve(routes)

  const answer = await fetch(server.url)

  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  expect(await answer.text()).toBe(
    'id: 1\nevent: order.placed\ndata: {"total":7}\n\nevent: order.confirmed\ndata: {}\n\n',
  )
  expect(await aborted(requestScope(await seen).signal)).toBe(requestFinished)
})

test('an event cannot break out of its line', async () => {
  const { routes } = watch(async function* () {
    yield { type: 'a\ndata: forged', id: '1\r\n\r\nevent: x' }
  })
  await using server = await serve(routes)

  expect(await (await fetch(server.url)).text()).toBe(
    'id: 1 event: x\nevent: a data: forged\ndata: {}\n\n',
  )
})

test.each(['http1', 'h2c'] as const)(
  'over %s the source ends when its client leaves',
  async (protocol) => {
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const { routes, seen } = watch(async function* (signal) {
      try {
        yield* ticks(signal)
      } finally {
        resolve()
      }
    })
    await using server = await serve(routes, { protocol })
    await using client = await (protocol === 'h2c' ? openH2(server.port) : openRaw(server.port))

    if ('request' in client) {
      const stream = client.request()
      await once(stream, 'data')
      stream.close(8)
    } else {
      client.socket.write(requestText())
      await client.until(/event: tick/)
      client.socket.destroy()
    }
    await ended

    expect(requestScope(await seen).signal.reason).toBe(clientClosedRequest)
    expect(server.lines.filter(({ level }) => level !== 'info')).toEqual([])
  },
)

test('no deadline applies to an event stream', async () => {
  const { promise: goOn, resolve } = Promise.withResolvers<void>()
  const { routes } = watch(async function* () {
    yield { type: 'tick' }
    await goOn
    yield { type: 'tock' }
  })
  await using server = await serve(routes, { limits: { requestTimeoutMs: 20 } })
  await using client = await openRaw(server.port)
  client.socket.write(requestText())
  await client.until(/tick/)

  setTimeout(resolve, 60)

  await client.until(/tock/)
})

test('what is not found is answered with a problem, a source that fails cuts the stream', async () => {
  const early = {
    routes: new Router().get('/', (ctx) =>
      streamEvents(ctx, () =>
        Promise.reject(new HttpError('order-not-found', 'not-found', 'no such order')),
      ),
    ),
  }
  const late = watch(async function* () {
    yield { type: 'tick' }
    throw new Error('lost the database')
  })
  await using first = await serve(early.routes)
  await using second = await serve(late.routes)

  const answer = await fetch(first.url)
  const broken = fetch(second.url).then((cut) => cut.text())

  expect(answer.status).toBe(404)
  await expect(broken).rejects.toThrow('terminated')
  expect(second.lines).toContainEqual(
    expect.objectContaining({ level: 'error', event: 'http.request_failed' }),
  )
})

test('a client that takes nothing for too long is cut off', async () => {
  const { routes, seen } = watch(async function* () {
    for (;;) yield { type: 'flood', text: 'x'.repeat(100_000) } as ServerSentEvent
  })
  await using server = await serve(routes, { limits: { idleTimeoutMs: 30 } })
  await using client = await openRaw(server.port)
  client.socket.pause().write(requestText())

  expect(await aborted(requestScope(await seen).signal)).toBe(clientClosedRequest)
})

import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { all, createScope, rootScope, withCancel } from '@tailspan/scope'
import { expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { openRaw, requestText } from '../../test/clients.ts'
import { collectGarbage } from '../../test/collect-garbage.ts'
import { aborted, serve, watch } from '../../test/serve.ts'
import {
  clientClosedRequest,
  createHttpClient,
  HttpError,
  Router,
  readBody,
  requestFinished,
  requestScope,
} from '../index.ts'

const schema = z.object({ done: z.boolean() })
const call = { scope: rootScope, schema }
const invalid = { code: 'stock-answer-invalid' }
const client = (baseUrl: string, timeoutMs = 600_000) =>
  createHttpClient({ baseUrl, timeoutMs, peer: 'stock' })

test('get takes a query, post a body, both check the answer', async () => {
  const routes = new Router()
    .get('/levels', (ctx) => {
      ctx.body = { done: ctx.search === '?sku=a&sku=b+c&limit=2' }
    })
    .post('/holds', async (ctx) => {
      const { pieces } = await readBody(ctx, z.object({ pieces: z.int() }))
      ctx.body = { done: pieces === 3 }
    })
  await using server = await serve(routes)

  const query = { sku: ['a', 'b c'], limit: 2 }
  const got = await client(server.url).get('/levels', { ...call, query })
  const posted = await client(server.url).post('/holds', { pieces: 3 }, call)

  expect([got, posted]).toEqual([{ done: true }, { done: true }])
})

test('a refusal keeps the code, the text and the faults of the peer', async () => {
  const routes = new Router().get('/', () => {
    throw new HttpError('sku-unknown', 'invalid', 'there is no such sku', {
      faults: [{ pointer: '#/lines/0', detail: 'unknown' }],
    })
  })
  await using server = await serve(routes, { statuses: { 'sku-unknown': 422 } })

  await expect(client(server.url).get('/', call)).rejects.toMatchObject({
    code: 'sku-unknown',
    kind: 'invalid',
    message: 'there is no such sku',
    faults: [{ pointer: '#/lines/0', detail: 'unknown' }],
  })
})

test('L8 a peer that says when to try again is believed', async () => {
  const busy = new HttpError('tasks-full', 'unavailable', 'no room', { retryAfterSeconds: 7 })
  await using server = await serve(throwing(busy))
  const asked = client(server.url).get('/', call)
  await expect(asked).rejects.toMatchObject({ retryAfterSeconds: 7 })

  await using front = await serve(new Router().get('/', () => client(server.url).get('/', call)))
  const answer = await fetch(front.url)

  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7'])
})

function throwing(error: Error): Router {
  return new Router().get('/', () => {
    throw error
  })
}

test.each([
  [
    'fails',
    () => {
      throw new Error('boom')
    },
    { code: 'stock-unavailable', kind: 'unavailable' },
  ],
  [
    'knows nothing',
    () => {
      throw new HttpError('hold-unknown', 'not-found', 'x')
    },
    { code: 'hold-unknown', kind: 'not-found' },
  ],
  [
    'objects',
    () => {
      throw new HttpError('hold-taken', 'conflict', 'x')
    },
    { code: 'hold-taken', kind: 'conflict' },
  ],
])('a peer that %s', async (_, handle, expected) => {
  await using server = await serve(new Router().get('/', handle))

  await expect(client(server.url).get('/', call)).rejects.toMatchObject(expected)
})

test.each([
  ['another shape', '{"done":"yes"}'],
  ['no JSON', '<html>'],
])('an answer of %s breaks the contract', async (_, text) => {
  await using server = await serve(
    new Router().get('/', (ctx) => {
      ctx.body = text
    }),
  )

  await expect(client(server.url).get('/', call)).rejects.toMatchObject({
    code: 'stock-answer-invalid',
    kind: 'internal',
  })
})

test('a connection that is kept holds nothing of the request that opened it', async () => {
  const requests = new AsyncLocalStorage<object>()
  const closed = vi.fn()
  const peer = createServer({ keepAliveTimeout: 600_000 }, (_, res) => res.end('{"done":true}'))
    .on('connection', (socket) => socket.on('close', closed))
    .listen(0, '127.0.0.1')
  onTestFinished(() => peer.closeAllConnections())
  onTestFinished(() => void peer.close())
  await once(peer, 'listening')
  const asking = client(`http://127.0.0.1:${(peer.address() as AddressInfo).port}`)

  const opened = await requests.run({}, async () => {
    await asking.get('/', call)
    return new WeakRef(requests.getStore() as object)
  })
  await asking.get('/', call)

  await vi.waitFor(() => {
    collectGarbage()
    expect(opened.deref() === undefined).toBe(true)
  }, 10_000)
  expect(closed).not.toHaveBeenCalled()
})

test('a call that the peer knows nothing of is our fault: 500 without its text, and logged', async () => {
  await using peer = await serve(new Router().post('/holds', () => {}))
  const front = new Router()
    .get('/path', () => client(`${peer.url}/wrong`).get('/holds', call))
    .get('/method', () => client(peer.url).get('/holds', call))
  await using server = await serve(front)

  for (const path of ['/path', '/method']) {
    const answer = await fetch(server.url + path)
    expect(await answer.json()).toMatchObject({ status: 500, code: 'stock-answer-invalid' })
  }

  const errors = server.lines.filter(({ level }) => level === 'error')
  expect(errors.map(({ fields }) => String((fields.err as Error).cause))).toEqual([
    'Error: status 404',
    'Error: status 405',
  ])
})

test.each([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [406, 'not-acceptable'],
  [415, 'unsupported-media-type'],
  [417, 'expectation-failed'],
  [431, 'request-header-fields-too-large'],
])('%i is about the call, with a code of the peer about what was asked', async (status, code) => {
  const refusing = (own: string) => throwing(new HttpError(own, 'invalid', 'x'))
  await using ours = await serve(refusing(code))
  await using theirs = await serve(refusing('hold-locked'), { statuses: { 'hold-locked': status } })

  await expect(client(ours.url).get('/', call)).rejects.toMatchObject(invalid)
  await expect(client(theirs.url).get('/', call)).rejects.toMatchObject({ code: 'hold-locked' })
})

test('a peer that is not there, is slow or redirects is unavailable', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  free.close()
  await once(free, 'close')
  const routes = new Router()
    .get('/slow', (ctx) => aborted(requestScope(ctx).signal))
    .get('/away', (ctx) => ctx.redirect('/elsewhere'))
    .get('/elsewhere', (ctx) => {
      ctx.body = { done: true }
    })
  await using server = await serve(routes)

  const calls = [
    client(`http://127.0.0.1:${port}`).get('/', call),
    client(server.url, 20).get('/slow', call),
    client(server.url).get('/away', call),
  ]

  for (const failed of await Promise.allSettled(calls))
    expect(failed).toMatchObject({ reason: { code: 'stock-unavailable', kind: 'unavailable' } })
})

const json = '\r\ncontent-type: application/json\r\n'
const unavailable = { code: 'stock-unavailable' }

test.each([
  ['breaks off in its answer', `200 OK${json}content-length: 99\r\n\r\n{"done"`, unavailable],
  ['breaks off in a refusal', `409 Conflict${json}content-length: 99\r\n\r\n{"code"`, unavailable],
  [
    'is busy and breaks off',
    `503 Service Unavailable${json}retry-after: 7\r\ncontent-length: 99\r\n\r\n{`,
    { ...unavailable, retryAfterSeconds: 7 },
  ],
  ['hangs up without an answer', '', unavailable],
  ['speaks something else', 'SMTP ready\r\n', unavailable],
  ['refuses without JSON', `409 Conflict${json}content-length: 2\r\n\r\nno`, invalid],
  ['never stops', `200 OK${json}\r\n${' '.repeat(1_000_001)}`, invalid],
])('a peer that %s', async (_, text, expected) => {
  const peer = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(text && `HTTP/1.1 ${text}`))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void peer.close())
  await once(peer, 'listening')
  const { port } = peer.address() as AddressInfo

  const asked = client(`http://127.0.0.1:${port}`).get('/', call)

  await expect(asked).rejects.toMatchObject(expected)
})

test('a peer below a path is asked there, on connections that are kept', async () => {
  const ports: (number | undefined)[] = []
  const routes = new Router().get('/stock/v1/levels', (ctx) => {
    ports.push(ctx.req.socket.remotePort)
    ctx.body = { done: ctx.get('accept') === 'application/json' }
  })
  await using server = await serve(routes)
  const asking = client(`${server.url}/stock/v1/`)

  for (let i = 0; i < 6; i++) expect(await asking.get('/levels', call)).toEqual({ done: true })

  // The first may not be idle again at the moment of the second call.
  expect(new Set(ports).size).toBeLessThan(3)
})

test('a call is cancelled with the reason of its scope, before it begins and while it runs', async () => {
  const { routes, next } = watch((_, { signal }) => aborted(signal))
  await using server = await serve(routes)
  const parent = withCancel(rootScope)
  const early = createScope({ signal: AbortSignal.abort(requestFinished) })

  const begun = client(server.url).get('/', { ...call, scope: parent.scope })
  await expect(client(server.url).get('/', { ...call, scope: early })).rejects.toBe(requestFinished)
  const { signal } = await next()
  parent.cancel(clientClosedRequest)

  await expect(begun).rejects.toBe(clientClosedRequest)
  expect(await aborted(signal)).toBe(clientClosedRequest)
})

test('a fan-out ends with its first failure: the sibling is cancelled at the peer', async () => {
  const slow = watch((_, { signal }) => aborted(signal))
  await using slowPeer = await serve(slow.routes)
  await using failingPeer = await serve(
    new Router().get('/', async () => {
      await slowArrived
      throw new HttpError('sku-unknown', 'invalid', 'no such sku')
    }),
  )
  const slowSeen = slow.next()
  const slowArrived = slowSeen.then(() => {})
  const { routes } = watch(async (ctx) => {
    ctx.body = await all(requestScope(ctx), [
      (scope) => client(slowPeer.url).get('/', { scope, schema }),
      (scope) => client(failingPeer.url).get('/', { scope, schema }),
    ])
  })
  await using server = await serve(routes)

  const answer = await fetch(server.url)

  expect(await answer.json()).toMatchObject({ code: 'sku-unknown' })
  expect(await aborted((await slowSeen).signal)).toBe(clientClosedRequest)
})

test('a client that leaves cancels the whole fan-out', async () => {
  const peer = watch((_, { signal }) => aborted(signal))
  await using server = await serve(peer.routes)
  const { routes } = watch((ctx) =>
    all(requestScope(ctx), [
      (scope) => client(server.url).get('/', { scope, schema }),
      (scope) => client(server.url).get('/', { scope, schema }),
    ]),
  )
  await using front = await serve(routes)
  await using browser = await openRaw(front.port)

  browser.socket.write(requestText())
  const calls = [await peer.next(), await peer.next()]
  browser.socket.destroy()

  expect(await Promise.all(calls.map(({ signal }) => aborted(signal)))).toEqual([
    clientClosedRequest,
    clientClosedRequest,
  ])
  expect(front.lines.filter(({ level }) => level === 'error')).toEqual([])
})

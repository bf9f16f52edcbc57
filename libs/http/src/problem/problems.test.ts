import { Readable } from 'node:stream'
import { TailspanError } from '@tailspan/errors'
import { expect, test } from 'vitest'
import { serve } from '../../test/serve.ts'
import { type Context, HttpError, Router } from '../index.ts'

const throwing = (thrown: unknown) =>
  new Router().get('/', () => {
    throw thrown
  })

async function read(answer: Response) {
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    problem: await answer.json(),
  }
}

test('an error says what it is, by kind', async () => {
  await using server = await serve(
    throwing(new TailspanError('order-settled', 'conflict', 'too late')),
  )

  const answer = await read(await fetch(server.url))

  expect(answer).toEqual({
    status: 409,
    type: 'application/problem+json',
    problem: {
      type: 'urn:tailspan:problem:order-settled',
      title: 'Order settled',
      status: 409,
      code: 'order-settled',
      detail: 'too late',
    },
  })
})

test.each([
  ['a foreign error', new Error('password is hunter2')],
  ['an internal error', new TailspanError('row-broken', 'internal', 'password is hunter2')],
  ['a string', 'password is hunter2'],
  ['nothing', undefined],
  [
    'an error that claims to be exposed',
    Object.assign(new Error('hunter2'), { status: 500, expose: true }),
  ],
])('%s shows neither its text nor its cause, and is logged once', async (_, thrown) => {
  await using server = await serve(throwing(thrown))

  const answer = await read(await fetch(server.url))

  expect(answer.status).toBe(500)
  expect(JSON.stringify(answer.problem)).not.toContain('hunter2')
  expect(server.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
})

test('a code may have a status of its own, as declared by the service', async () => {
  const routes = throwing(new TailspanError('sku-unknown', 'invalid', 'x'))
  await using server = await serve(routes, { statuses: { 'sku-unknown': 422 } })

  expect((await fetch(server.url)).status).toBe(422)
})

test('a code is looked up among declared ones only', async () => {
  await using server = await serve(throwing(new TailspanError('constructor', 'invalid', 'x')))

  expect((await fetch(server.url)).status).toBe(400)
})

test('errors of libraries that stand alone are known by their fields', async () => {
  const full = Object.assign(new Error('no room'), { code: 'tasks-full', kind: 'unavailable' })
  await using server = await serve(throwing(full))

  const answer = await fetch(server.url)

  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
  expect(await answer.json()).toMatchObject({ code: 'tasks-full', detail: 'no room' })
})

test('an error says when to retry, in whole seconds', async () => {
  const busy = new HttpError('key-busy', 'conflict', 'x', { retryAfterSeconds: 1.2 })
  await using server = await serve(throwing(busy))

  const answer = await fetch(server.url)

  expect([answer.status, answer.headers.get('retry-after')]).toEqual([409, '2'])
})

test('what the handler had prepared is not on the problem', async () => {
  const routes = new Router().get('/', (ctx) => {
    ctx.set({ etag: '"1"', 'cache-control': 'max-age=60', 'set-cookie': 'a=b' })
    ctx.body = 'almost'
    throw new HttpError('stale', 'conflict', 'x')
  })
  await using server = await serve(routes)

  const { headers } = await fetch(server.url)

  expect(['etag', 'cache-control', 'set-cookie'].map((name) => headers.get(name))).toEqual([
    null,
    null,
    null,
  ])
})

test.each([
  ['GET', '/nowhere', 404, 'not-found'],
  ['DELETE', '/', 405, 'method-not-allowed'],
  ['GET', '/orders/%zz', 404, 'not-found'],
  ['GET', '/forbidden', 403, 'forbidden'],
  ['HEAD', '/nowhere', 404, undefined],
])('%s %s is answered with %i', async (...[method, path, status, code]) => {
  const routes = new Router()
    .get('/', (ctx: Context) => {
      ctx.body = 'x'
    })
    .get('/orders/:id', () => {})
    .get('/forbidden', (ctx: Context) => ctx.throw(403, 'not for you'))
  await using server = await serve(routes)

  const answer = await fetch(server.url + path, { method })

  const text = await answer.text()
  expect(answer.status).toBe(status)
  expect(code ? JSON.parse(text).code : text).toBe(code ?? '')
  if (status === 405) expect(answer.headers.get('allow')).toBe('HEAD, GET')
})

test('a body stream that fails before its first byte is answered with a problem', async () => {
  const routes = new Router().get('/', (ctx) => {
    ctx.body = new Readable({
      read() {
        this.destroy(new Error('disk gone'))
      },
    })
  })
  await using server = await serve(routes)

  const answer = await fetch(server.url).then(
    ({ status }) => status,
    () => 'cut',
  )

  expect([500, 'cut']).toContain(answer)
  expect(server.lines).toContainEqual(expect.objectContaining({ event: 'http.request_failed' }))
})

test('a body stream that fails half way cuts the answer, and is logged', async () => {
  const routes = new Router().get('/', (ctx) => {
    ctx.body = Readable.from(
      (async function* () {
        yield 'half'
        throw new Error('disk gone')
      })(),
    )
  })
  await using server = await serve(routes)

  const answer = fetch(server.url).then((cut) => cut.text())

  await expect(answer).rejects.toThrow()
  expect(server.lines).toContainEqual(
    expect.objectContaining({ level: 'error', event: 'http.request_failed' }),
  )
})

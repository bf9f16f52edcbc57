import { once } from 'node:events'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { answerOf, openH2, openRaw } from '../../test/clients.ts'
import { serve } from '../../test/serve.ts'
import { Router, readBody } from '../index.ts'

const reading = () =>
  new Router()
    .post('/read', async (ctx) => {
      ctx.body = { got: await readBody(ctx, z.unknown()) }
    })
    .get('/', (ctx) => {
      ctx.body = {}
    })

const json = 'Content-Type: application/json\r\n'
const chunked = `${json}\r\n2\r\n{}\r\n0\r\n\r\n`

test.each([
  [
    'a transfer coding below chunked',
    `POST /read HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n${chunked}`,
    [501, 'not-implemented'],
  ],
  [
    'transfer codings over HTTP/1.0',
    `POST /read HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n${chunked}`,
    [400, 'bad-request'],
  ],
  ['HTTP/2.0 in a request line', 'GET / HTTP/2.0\r\n\r\n', [505, 'http-version-not-supported']],
  ['no version', 'GET /healthz\r\n\r\n', [505, 'http-version-not-supported']],
  ['a probe without a Host', 'GET /healthz HTTP/1.1\r\n\r\n', [400, 'host-missing']],
  [
    'a probe with two Hosts',
    'GET /readyz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    [400, 'host-invalid'],
  ],
])('L8 %s is refused with a problem, and the connection ends', async (...row) => {
  const [, text, [status, code]] = row
  await using server = await serve(reading())
  await using client = await openRaw(server.port)

  client.socket.write(text)
  await client.closed()

  expect(client.text()).toMatch(
    new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*problem\\+json[\\s\\S]*"code":"${code}"`),
  )
})

const targets = [
  'http://[::1',
  'http://',
  'http://t:99999/',
  'http://%@t/',
  'https:/t',
  'x:]',
  't:80',
  'foo',
  '/#',
  '//%@#',
  '/\xa0',
]

test.each(targets)('the target %j is refused with a problem, not as our fault', async (target) => {
  await using server = await serve(reading())
  await using client = await openRaw(server.port)

  client.socket.write(`GET ${target} HTTP/1.1\r\nHost: t\r\n\r\n`, 'latin1')
  await client.closed()

  expect(client.text()).toMatch(/^HTTP\/1\.1 400 [\s\S]*problem\+json[\s\S]*"code":"bad-request"/)
  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([])
})

test('over HTTP/2 a target that is none is refused, too', async () => {
  await using server = await serve(reading(), { protocol: 'h2c' })
  await using client = await openH2(server.port)

  // Of schemes that it does not know, Node lets any path pass.
  const answer = await answerOf(client.request({ ':scheme': 'x', ':path': 'http://[::1' }))

  expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('"bad-request"') })
})

test.each([
  ['GET http://t HTTP/1.1', 200],
  ['GET HTTPS://[::1]:80/?a=/b@c HTTP/1.1', 200],
  ['GET http://t/healthz HTTP/1.0', 200],
  ['GET /?a[]={"b"}|^ HTTP/1.1', 200],
  ['GET //%@ HTTP/1.1', 404],
  ['OPTIONS * HTTP/1.1', 200],
  ['CONNECT t:80 HTTP/1.1', 501],
])('the target of %j is understood', async (line, status) => {
  await using server = await serve(reading())
  await using client = await openRaw(server.port)

  client.socket.write(`${line}\r\nHost: t\r\n\r\n`)

  expect(await client.until(/\r\n\r\n/)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
})

test.each([
  'POST /read HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: Chunked\r\n',
  'POST /read HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n',
])('L8 a body in one of the ways that HTTP/1.1 knows is read: %j', async (head) => {
  await using server = await serve(reading())
  await using client = await openRaw(server.port)

  client.socket.write(head.includes('Length') ? `${head}${json}\r\n{}` : `${head}${chunked}`)

  expect(await client.until(/\}$/)).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{"got":\{\}\}$/)
})

test.each([
  [`${json}Content-Type: text/plain\r\n`, 415],
  [`Content-Type: text/plain\r\n${json}`, 415],
  [json, 200],
])('L8 of two media types none is believed: %j', async (types, status) => {
  await using server = await serve(reading())
  await using client = await openRaw(server.port)

  client.socket.write(`POST /read HTTP/1.1\r\nHost: t\r\n${types}Content-Length: 2\r\n\r\n{}`)

  expect(Number((await client.until(/\}$/)).split(' ')[1])).toBe(status)
})

const refusedByHead = [
  ['an unknown path', { path: '/nowhere', type: 'application/json', length: 2 }, 404],
  [
    'a method that the route does not take',
    { path: '/', type: 'application/json', length: 2 },
    405,
  ],
  ['another media type', { path: '/read', type: 'text/xml', length: 2 }, 415],
  ['a body that is too large', { path: '/read', type: 'application/json', length: 1e7 }, 413],
] as const

test.each(refusedByHead)(
  'L8 a client that waits with its body for %s is spared it',
  async (...row) => {
    const [, { path, type, length }, status] = row
    await using server = await serve(reading())
    await using client = await openRaw(server.port)

    client.socket.write(
      `POST ${path} HTTP/1.1\r\nHost: t\r\nContent-Type: ${type}\r\n` +
        `Content-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`,
    )
    // What it sends next would be taken for the body.
    await client.closed()

    expect(client.text()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*problem\\+json`))
  },
)

test.each(refusedByHead)('L8 over HTTP/2, too, for %s', async (...row) => {
  const [, { path, type, length }, status] = row
  await using server = await serve(reading(), { protocol: 'h2c' })
  await using client = await openH2(server.port)
  const stream = client.request({
    ':method': 'POST',
    ':path': path,
    expect: '100-continue',
    'content-type': type,
    'content-length': String(length),
  })
  let isContinued = false
  stream.on('continue', () => {
    isContinued = true
  })

  const [headers] = await once(stream, 'response')

  expect([headers[':status'], isContinued]).toEqual([status, false])
})

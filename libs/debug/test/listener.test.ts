import { once } from 'node:events'
import { request } from 'node:http'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { createGroup, exitCode } from '@tailspan/lifecycle'
import { expect, onTestFinished, test } from 'vitest'
import { DebugListenerLost, DebugPortTaken } from '../src/index.ts'
import { createListener } from '../src/listener/create-listener.ts'
import { openDebug } from './open-debug.ts'

/** `fetch` does not let anybody choose these headers. */
type Asked = { readonly method?: string; readonly path?: string }

async function ask(url: string, headers: Record<string, string>, asked: Asked = {}) {
  const { method = 'GET', path = '/tasks' } = asked
  const req = request(url + path, { headers, method }).end()
  const [res] = await once(req, 'response')
  res.resume()
  return res.statusCode
}

test('P4 the listener is reached on loopback only', async () => {
  const { url } = await openDebug()
  const { port } = new URL(url)
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')

  const dials = await Promise.all(outside.map(({ address }) => dial(Number(port), address)))

  expect(await dial(Number(port), '127.0.0.1')).toBe('connected')
  expect(dials).toEqual(outside.map(() => 'ECONNREFUSED'))
})

async function dial(port: number, host: string): Promise<string> {
  const socket = connect(port, host)
  try {
    await once(socket, 'connect')
    return 'connected'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown'
  } finally {
    socket.destroy()
  }
}

test.each([
  [{ host: '127.0.0.1:8001' }, 200],
  [{ host: 'localhost' }, 200],
  [{ host: 'LOCALHOST:1' }, 200],
  [{ host: 'evil.example' }, 403],
  [{ host: 'evil.example:8001' }, 403],
  [{ host: '127.0.0.1.evil.example' }, 403],
  [{ host: 'localhost.evil.example:8001' }, 403],
  [{ host: 'user@127.0.0.1' }, 403],
  [{ host: '0.0.0.0:8001' }, 403],
])('P4 a page that lets its name point here is refused: %o gets %i', async (headers, status) => {
  const { url } = await openDebug()

  expect(await ask(url, headers)).toBe(status)
})

test('P4 a request that names no host is refused', async () => {
  const { url } = await openDebug()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('GET /tasks HTTP/1.0\r\n\r\n')

  expect(await text(socket)).toMatch(/^HTTP\/1.1 403 /)
})

test.each([
  ['none', 200],
  ['same-origin', 200],
  ['same-site', 403],
  ['cross-site', 403],
])('P4 a request that a browser marks as %s gets %i', async (site, status) => {
  const { url } = await openDebug()

  expect(await ask(url, { 'sec-fetch-site': site })).toBe(status)
})

const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

test.each([
  ['/debug/pprof/', { ...link, 'sec-fetch-site': 'same-site' }, 200],
  ['/debug/pprof/', { ...link, 'sec-fetch-site': 'cross-site' }, 403],
  ['/debug/pprof/', { ...link, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'iframe' }, 403],
  ['/debug/pprof/', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }, 403],
  ['/debug/pprof/profile?seconds=1', { ...link, 'sec-fetch-site': 'same-site' }, 403],
])('P4 %s, asked for as a browser marks %o, gets %i', async (path, headers, status) => {
  const { url } = await openDebug()

  expect(await ask(url, headers, { path })).toBe(status)
})

const pages = [
  '/debug/pprof/',
  '/debug/pprof/profile?seconds=60',
  '/debug/pprof/profile?seconds=x',
  '/debug/pprof/heap?seconds=60',
  '/debug/pprof/goroutine',
  '/debug/pprof/cmdline',
  '/debug/eventloop?seconds=60',
  '/tasks',
  '/metrics',
  '/healthz',
  '/readyz',
  '/nowhere',
  '//',
]

test.each(pages)('L3 HEAD %s is answered without a body, and measures nothing', async (path) => {
  const { url } = await openDebug()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(`HEAD ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)

  const [head, body] = (await text(socket)).split('\r\n\r\n')

  const status = path.endsWith('x') ? 400 : path.endsWith('/nowhere') || path === '//' ? 404 : 200
  expect(Number(head?.split(' ')[1])).toBe(status)
  expect(body).toBe('')
})

test('L3 OPTIONS and other methods are told what is allowed', async () => {
  const { get } = await openDebug()

  const answers = [await get('/tasks', { method: 'OPTIONS' }), await get('/x', { method: 'PUT' })]

  expect(answers.map(({ status }) => status)).toEqual([204, 405])
  for (const { headers } of answers) expect(headers.get('allow')).toBe('GET, HEAD, OPTIONS')
  expect(answers[1]?.headers.get('content-type')).toBe('application/problem+json')
  expect(await answers[1]?.json()).toMatchObject({ status: 405, code: 'method-not-allowed' })
})

test.each([
  ['BREW /tasks HTTP/1.1\r\nHost: localhost\r\n\r\n', 501],
  ['CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n', 501],
  ['hello\r\n\r\n', 400],
])('L3 %j is answered with %i as a problem', async (question, status) => {
  const { url } = await openDebug()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(question)

  expect(await text(socket)).toMatch(
    new RegExp(`^HTTP/1\\.1 ${status} [^]*application/problem\\+json[^]*"status": ${status}`),
  )
})

test('only GET is answered, and unknown pages are not there', async () => {
  const { url, get } = await openDebug()

  expect(await ask(url, {}, { method: 'POST' })).toBe(405)
  expect((await get('/debug')).status).toBe(404)
  expect((await get('/debug/pprof/heap/../../tasks/x')).status).toBe(404)
})

test('P7 when the listener is killed, the group stops and names it', async () => {
  const { actor, server } = createListener(0, (_, res) => void res.end())
  const group = createGroup({ graceMs: 1_000 })
  const stopped: string[] = []
  group.add(actor)
  group.add({
    name: 'app',
    start: async () => void server.close(),
    stop: () => stopped.push('app'),
  })

  const result = await group.run()

  expect(result.cause).toMatchObject({ kind: 'failed', actor: 'debug listener' })
  expect(result.errors).toEqual([expect.any(DebugListenerLost)])
  expect([stopped, exitCode(result)]).toEqual([['app'], 1])
})

test('a port in use is named, and the group does not start', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  onTestFinished(() => void holder.close())
  const { port } = holder.address() as { port: number }

  const { ended } = await openDebug({ port })
  const { errors } = await ended

  expect(errors).toEqual([expect.any(DebugPortTaken)])
  expect(errors[0]).toMatchObject({
    code: 'debug-port-taken',
    kind: 'unavailable',
    message: `debug port ${port} is in use`,
    cause: { code: 'EADDRINUSE' },
  })
})

test('stopping ends a running profile at once, and the port is free again', async () => {
  const { url, get, stop, ended } = await openDebug()
  const profile = get('/debug/pprof/profile?seconds=60').catch((error) => error.name)
  const keepAlive = connect(Number(new URL(url).port), '127.0.0.1')
  keepAlive.on('error', () => {})
  await once(keepAlive, 'connect')

  stop()
  const result = await ended

  expect(result).toMatchObject({ abandoned: [], errors: [] })
  expect(await profile).toBe('TypeError')
  expect(await dial(Number(new URL(url).port), '127.0.0.1')).toBe('ECONNREFUSED')
})

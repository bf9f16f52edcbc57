import { once } from 'node:events'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { openH2, openRaw } from '../../test/clients.ts'
import { serve } from '../../test/serve.ts'
import { Router, readBody } from '../index.ts'

const schema = z.strictObject({
  name: z.string(),
  lines: z.array(z.strictObject({ 'a/b~c': z.int() })).optional(),
})

function routes(): Router {
  return new Router().post('/', async (ctx) => {
    ctx.body = await readBody(ctx, schema)
  })
}

const limits = { bodyBytes: 64, bodyTimeoutMs: 30 }

type Answer = Record<string, unknown> & { errors: { pointer: string }[] }

async function post(url: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  const all = { 'content-type': 'application/json', ...headers }
  const answer = await fetch(url, { method: 'POST', headers: all, body })
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    ...((await answer.json()) as Answer),
  }
}

test('a body comes out as its schema says', async () => {
  await using server = await serve(routes())

  const answer = await post(server.url, '{"name":"tea"}', {
    'content-type': 'application/json; charset=UTF-8',
  })

  expect(answer).toMatchObject({ status: 200, name: 'tea' })
})

test.each([
  ['empty', ''],
  ['cut off', '{"name":'],
  ['two values', '{"name":"a"} {}'],
  ['a comma too many', '{"name":"a",}'],
  ['a byte order mark inside', '{\ufeff"name":"a"}'],
  ['not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ['__proto__', '{"name":"a","__proto__":{"admin":true}}'],
  ['__proto__ in disguise', '{"name":"a","\\u005f_proto__":{}}'],
  ['constructor', '{"name":"a","constructor":{"prototype":{}}}'],
])('malformed JSON is refused: %s', async (_, body) => {
  await using server = await serve(routes())

  const answer = await post(server.url, body)

  expect(answer).toMatchObject({
    ...{ status: 400, code: 'malformed-json', type: 'urn:tailspan:problem:malformed-json' },
  })
  expect(({} as { admin?: true }).admin).toBeUndefined()
})

test('every fault of a body is named by its pointer', async () => {
  await using server = await serve(routes())

  const answer = await post(server.url, '{"name":1,"lines":[{"a/b~c":"x"}],"extra":1}')

  expect(answer).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(answer.errors.map(({ pointer }) => pointer).sort()).toEqual([
    '#',
    '#/lines/0/a~1b~0c',
    '#/name',
  ])
})

test('no more than twenty faults are named, and none repeats a value', async () => {
  await using server = await serve(routes())
  const lines = Array.from({ length: 50 }, () => ({ 'a/b~c': 'secret' }))

  const answer = await post(server.url, JSON.stringify({ name: 'x', lines }))

  expect(answer.errors).toHaveLength(20)
  expect(JSON.stringify(answer)).not.toContain('secret')
})

test.each([
  ['text', { 'content-type': 'text/plain' }],
  ['another charset', { 'content-type': 'application/json; charset=latin1' }],
  ['something that looks like JSON', { 'content-type': 'application/jsonx' }],
  ['an encoded body', { 'content-encoding': 'gzip' }],
])('%s is refused as unsupported', async (_, headers: Record<string, string>) => {
  await using server = await serve(routes())

  const answer = await post(server.url, '{"name":"tea"}', headers)

  expect(answer).toMatchObject({ status: 415, code: 'unsupported-media-type' })
})

test('a body that says it is too large is refused before it is read', async () => {
  await using server = await serve(routes(), { limits })
  await using client = await openRaw(server.port)

  client.socket.write(
    'POST / HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: 65\r\n\r\n',
  )

  expect(await client.until(/\}$/)).toMatch(
    /^HTTP\/1\.1 413 [\s\S]*connection: close[\s\S]*payload-too-large/i,
  )
})

test.each(['http1', 'h2c'] as const)(
  'over %s a body that turns out too large is refused',
  async (protocol) => {
    await using server = await serve(routes(), { limits, protocol })
    const half = 'x'.repeat(40)

    if (protocol === 'h2c') {
      await using client = await openH2(server.port)
      const stream = client.request({ ':method': 'POST', 'content-type': 'application/json' })
      stream.write(half)
      stream.write(half)
      const [headers] = await once(stream, 'response')
      expect(headers[':status']).toBe(413)
      return
    }
    await using client = await openRaw(server.port)
    client.socket.write(
      'POST / HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    )
    client.socket.write(`28\r\n${half}\r\n28\r\n${half}\r\n`)
    expect(await client.until(/\}$/)).toMatch(/^HTTP\/1\.1 413 /)
  },
)

test('a body that does not come in time is refused', async () => {
  await using server = await serve(routes(), { limits })
  await using client = await openRaw(server.port)

  client.socket.write(
    'POST / HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"n',
  )

  expect(await client.until(/\}$/)).toMatch(/^HTTP\/1\.1 408 [\s\S]*request-timeout/)
})

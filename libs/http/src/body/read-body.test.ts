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

const limits = { bodyBytes: 64, bodyTimeoutMs: 600_000 }

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
    status: 400,
    code: 'malformed-json',
    type: 'urn:tailspan:problem:malformed-json',
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
  ['nested lists', '['.repeat(30_000)],
  ['whole nested lists', '['.repeat(15_000) + ']'.repeat(15_000)],
  ['nested objects', '{"name":'.repeat(4_000)],
  [
    'nested objects with a reserved name',
    `${'{"a":'.repeat(5_000)}{"__proto__":1}${'}'.repeat(5_000)}`,
  ],
  ['a list of faults', `[${'{},'.repeat(15_000)}{}]`],
  ['a thousand unknown members', JSON.stringify(Object.fromEntries(numbered(1_000)))],
])('L9 a body of %s is answered in short', async (_, body) => {
  await using server = await serve(routes(), { limits: { bodyBytes: 65_536 } })

  const answer = await post(server.url, body)

  expect(answer.status).toBe(400)
  expect(JSON.stringify(answer).length).toBeLessThan(4_000)
  expect(server.lines.filter(({ level }) => level !== 'info')).toEqual([])
})

function numbered(count: number): [string, number][] {
  return Array.from({ length: count }, (__, i) => [`name-${i}`, i])
}

const jsonTypes = [
  'application/json',
  'Application/JSON; Charset="UTF-8"',
  'application/json;charset=utf-8',
  'application/json ; charset="utf\\-8"',
  'application/json; profile="a;b,c"; charset=UTF8',
  'application/json;',
  '\tapplication/json ',
]

test.each(jsonTypes)('L8 a body of type %j is read', async (type) => {
  await using server = await serve(routes())

  expect(await post(server.url, '{"name":"tea"}', { 'content-type': type })).toMatchObject({
    status: 200,
  })
})

test.each([
  'text/plain',
  'text/plain; charset="application/json"',
  'application/json; charset=latin1',
  'application/json; charset=""',
  'application/jsonx',
  'application/vnd.order+json',
  'application/json, text/plain',
  'application',
])('L8 a body of type %j is refused, and the answer says what is taken', async (type) => {
  await using server = await serve(routes())
  const headers = { 'content-type': type }

  const answer = await fetch(server.url, { method: 'POST', headers, body: '{"name":"tea"}' })

  expect([answer.status, answer.headers.get('accept')]).toEqual([415, 'application/json'])
  expect(await answer.json()).toMatchObject({ code: 'unsupported-media-type' })
})

test.each([
  ['identity', 200],
  ['Identity', 200],
  ['identity , IDENTITY,', 200],
  ['gzip', 415],
  ['identity, gzip', 415],
  ['x-identity', 415],
])('L8 a body with the content coding %j is answered with %i', async (coding, status) => {
  await using server = await serve(routes())
  await using client = await openRaw(server.port)

  client.socket.write(
    `POST / HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Encoding: ${coding}\r\nContent-Length: 14\r\n\r\n{"name":"tea"}`,
  )

  const text = await client.until(/\}$/)
  expect(Number(text.split(' ')[1])).toBe(status)
  if (status === 415) expect(text).toMatch(/accept-encoding: identity/i)
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
  await using server = await serve(routes(), { limits: { bodyTimeoutMs: 30 } })
  await using client = await openRaw(server.port)

  client.socket.write(
    'POST / HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"n',
  )

  expect(await client.until(/\}$/)).toMatch(/^HTTP\/1\.1 408 [\s\S]*request-timeout/)
})

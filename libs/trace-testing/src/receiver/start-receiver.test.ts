import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { SpanStore, startReceiver } from '../index.ts'

const json = { 'content-type': 'application/json' }
const protobuf = { 'content-type': 'application/x-protobuf' }

test('a whole success is answered with an empty message in the encoding of the request', async () => {
  await using receiver = await startReceiver()

  const asJson = await post(`${receiver.url}/v1/traces`, '{}', json)
  const asProtobuf = await post(`${receiver.url}/v1/traces`, '', protobuf)

  expect(asJson).toEqual({ status: 200, type: 'application/json', text: '{}' })
  expect(asProtobuf).toEqual({ status: 200, type: 'application/x-protobuf', text: '' })
})

test('a span with broken ids is refused, its neighbours are kept', async () => {
  await using receiver = await startReceiver()
  const good = { traceId: 'AB'.repeat(16), spanId: '1'.repeat(16), name: 'kept' }
  const bad = [
    { ...good, traceId: 'xyz' },
    { ...good, spanId: '0'.repeat(16) },
    { ...good, spanId: '2'.repeat(16), parentSpanId: 'short' },
  ]
  const body = JSON.stringify({
    resourceSpans: [{ scopeSpans: [{ spans: [bad[0], good, ...bad.slice(1)] }] }],
  })

  const { status, text } = await post(`${receiver.url}/v1/traces`, body, json)

  expect(status).toBe(200)
  expect(JSON.parse(text)).toEqual({
    partialSuccess: { rejectedSpans: '3', errorMessage: 'invalid trace id "xyz"' },
  })
  expect(receiver.store.spans()).toMatchObject([{ name: 'kept', traceId: 'ab'.repeat(16) }])
})

type Refused = { path?: string; method?: string; headers?: object; status: number }

test.each<[string, Refused]>([
  ['an unknown path', { path: '/v1/profiles', status: 404 }],
  ['a path that only begins like ours', { path: '/v1/tracesque', status: 404 }],
  ['another method', { method: 'GET', headers: {}, status: 405 }],
  ['no content type', { headers: {}, status: 415 }],
  ['another content type', { headers: { 'content-type': 'text/plain' }, status: 415 }],
  ['another content encoding', { headers: { ...json, 'content-encoding': 'br' }, status: 415 }],
])('%s is refused with a Status message', async (_, given) => {
  await using receiver = await startReceiver()
  const { path = '/v1/traces', status, ...init } = given

  const response = await fetch(receiver.url + path, {
    method: 'POST',
    headers: json,
    ...(init as RequestInit),
  })

  expect(response.status).toBe(status)
  expect(await response.json()).toEqual({ code: 3, message: expect.any(String) })
  expect(response.headers.get('allow')).toBe(status === 405 ? 'POST' : null)
  expect(receiver.counts.refused).toBe(1)
})

test('a content type may have parameters and any case', async () => {
  await using receiver = await startReceiver()
  const headers = { 'content-type': 'Application/JSON; charset=utf-8' }

  const { status } = await post(`${receiver.url}/v1/traces?x=1`, '{}', headers)

  expect(status).toBe(200)
})

test('metrics and logs are taken and counted in both encodings', async () => {
  await using receiver = await startReceiver()

  await post(`${receiver.url}/v1/metrics`, '{"resourceMetrics":[]}', json)
  await post(`${receiver.url}/v1/metrics`, '\n\0', protobuf)
  const { status } = await post(`${receiver.url}/v1/logs`, '{"resourceLogs":[]}', json)

  expect(status).toBe(200)
  expect(receiver.counts).toEqual({ traces: 0, metrics: 2, logs: 1, refused: 0 })
})

const limits = { maxBodyBytes: 1_000 }

test.each([
  ['by its length header', { body: 'x'.repeat(1_001) }],
  ['as it streams in', { body: 'x'.repeat(1_001), chunked: true }],
  ['once unzipped', { body: gzipSync('x'.repeat(100_000)), gzip: true }],
])('a body that is too large %s is refused, and the receiver lives on', async (_, given) => {
  await using receiver = await startReceiver(limits)

  const status = await postRaw(`${receiver.url}/v1/traces`, given)
  const next = await post(`${receiver.url}/v1/traces`, '{}', json)

  expect(status).toBe(413)
  expect(next.status).toBe(200)
})

test('a body that announces too much is refused before it is sent', async () => {
  await using receiver = await startReceiver(limits)
  const headers = { ...json, 'content-length': 1_001 }

  const status = await new Promise((resolve) => {
    const call = request(`${receiver.url}/v1/traces`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode)
      call.destroy()
    })
    call.on('error', () => {})
    call.write('x')
  })

  expect(status).toBe(413)
})

test('a body of exactly the limit is read', async () => {
  await using receiver = await startReceiver(limits)
  const body = JSON.stringify({ pad: 'x'.repeat(1_000 - 10) })

  const { status } = await post(`${receiver.url}/v1/traces`, body, json)

  expect(Buffer.byteLength(body)).toBe(1_000)
  expect(status).toBe(200)
})

test('a body that claims to be gzip and is not is refused', async () => {
  await using receiver = await startReceiver()
  const headers = { ...json, 'content-encoding': 'gzip' }

  const { status, text } = await post(`${receiver.url}/v1/traces`, 'not gzip', headers)

  expect(status).toBe(400)
  expect(JSON.parse(text).message).toBe('the body is not gzip')
})

test('a sender that goes away in the middle does no harm', async () => {
  await using receiver = await startReceiver()
  const url = `${receiver.url}/v1/traces`

  const leaving = request(url, { method: 'POST', headers: { ...json, 'content-length': 100 } })
  leaving.on('error', () => {})
  await new Promise((resolve) => leaving.write('{', resolve))
  leaving.destroy()
  const next = await post(url, '{}', json)

  expect(next.status).toBe(200)
})

test('a collector can be told to refuse, and stores nothing then', async () => {
  const fault = (signal: string) => (signal === 'traces' ? 503 : undefined)
  await using receiver = await startReceiver({ fault })

  const refused = await post(`${receiver.url}/v1/traces`, spanNamed('lost', '1'), json)
  const taken = await post(`${receiver.url}/v1/logs`, '{}', json)

  expect([refused.status, taken.status]).toEqual([503, 200])
  expect(receiver.store.spans()).toEqual([])
  expect(receiver.counts).toMatchObject({ refused: 1, traces: 0, logs: 1 })
})

test('a collector can be told to be slow', async () => {
  const { promise: patience, resolve: goOn } = Promise.withResolvers<undefined>()
  await using receiver = await startReceiver({ fault: () => patience })

  const answer = post(`${receiver.url}/v1/traces`, spanNamed('late', '1'), json)
  const first = await Promise.race([answer, post(`${receiver.url}/nowhere`, '{}', json)])
  goOn(undefined)

  expect(first.status).toBe(404)
  expect((await answer).status).toBe(200)
  expect(receiver.store.spans()).toHaveLength(1)
})

test('a busy port is an error, not a second receiver', async () => {
  await using receiver = await startReceiver()

  const second = startReceiver({ port: receiver.port })

  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('close frees the port, also with a connection kept open, and can be called twice', async () => {
  const receiver = await startReceiver()
  await post(`${receiver.url}/v1/traces`, '{}', json)

  await receiver.close()
  await receiver.close()
  await using next = await startReceiver({ port: receiver.port })

  expect(next.port).toBe(receiver.port)
})

test('close does not wait for a request that never ends', async () => {
  const receiver = await startReceiver()
  const stuck = request(`${receiver.url}/v1/traces`, { method: 'POST', headers: json })
  const cutOff = new Promise((resolve) => stuck.on('error', resolve))
  await new Promise((resolve) => stuck.write('{', resolve))
  await post(`${receiver.url}/v1/traces`, '{}', json)

  await receiver.close()

  expect(await cutOff).toMatchObject({ code: 'ECONNRESET' })
})

test('several receivers may fill one store', async () => {
  const store = new SpanStore()
  await using one = await startReceiver({ store })
  await using two = await startReceiver({ store })

  await post(`${one.url}/v1/traces`, spanNamed('first', '1'), json)
  await post(`${two.url}/v1/traces`, spanNamed('second', '2'), json)

  expect(store.spans().map(({ name }) => name)).toEqual(['first', 'second'])
})

function spanNamed(name: string, digit: string): string {
  const span = { traceId: digit.repeat(32), spanId: digit.repeat(16), name }
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })
}

async function post(url: string, body: string, headers: Record<string, string>) {
  const response = await fetch(url, { method: 'POST', body, headers })
  const type = response.headers.get('content-type')
  return { status: response.status, type, text: await response.text() }
}

type Raw = { readonly body: string | Buffer; readonly chunked?: boolean; readonly gzip?: boolean }

async function postRaw(url: string, { body, chunked, gzip }: Raw): Promise<number | undefined> {
  const headers = { ...json, ...(gzip ? { 'content-encoding': 'gzip' } : {}) }
  return await new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    call.on('error', reject)
    if (chunked) call.write(body.slice(0, 500))
    call.end(chunked ? body.slice(500) : body)
  })
}

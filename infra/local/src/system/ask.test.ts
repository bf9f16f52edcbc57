import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createHttp2Server, type Http2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { ask } from './ask.ts'

async function listen(server: Server | Http2Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test.each([
  ['http1', createServer],
  ['h2c', createHttp2Server],
] as const)(
  'over %s a question is asked as JSON and any answer comes back',
  async (protocol, create) => {
    const server = (create as typeof createServer)(async (request, response) => {
      response.writeHead(404, {
        'x-method': request.method,
        'x-type': request.headers['content-type'],
      })
      response.end(`${request.url} ${await text(request)}`)
    })
    const url = await listen(server)

    const answer = await ask({ url: `${url}/orders`, protocol, method: 'POST', body: { a: 1 } })

    expect(answer).toMatchObject({ status: 404, text: '/orders {"a":1}' })
    expect(answer.headers).toMatchObject({ 'x-method': 'POST', 'x-type': 'application/json' })
  },
)

test.each(['http1', 'h2c'] as const)(
  'over %s a server that is not there rejects',
  async (protocol) => {
    await expect(ask({ url: 'http://127.0.0.1:2/', protocol })).rejects.toThrow(/ECONNREFUSED/)
  },
)

test.each([
  ['http1', createServer],
  ['h2c', createHttp2Server],
] as const)(
  'over %s a server that never answers is named, with how long it had',
  async (protocol, create) => {
    const url = await listen((create as typeof createServer)(() => {}))

    const asked = ask({ url: `${url}/orders`, protocol, timeoutMs: 50 })

    await expect(asked).rejects.toThrow(`no answer from ${url}/orders: none within 0.05 s`)
  },
)

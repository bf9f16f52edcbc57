import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a peer answers; undefined stands for its usual answer. */
export type PeerAnswer = (path: string) => PeerReply | undefined | Promise<PeerReply | undefined>

type PeerReply = { readonly status: number; readonly body: object }

/** Inventory and pricing as order sees them, at one address: every sku is kept, and costs 9.20 EUR. */
export async function startPeers() {
  const asked: string[] = []
  let answer: PeerAnswer = () => undefined
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://peers')
    asked.push(`${request.method} ${url.pathname}`)
    const { status, body } = (await answer(url.pathname)) ?? (await usual(request, url))
    const type = status < 400 ? 'application/json' : 'application/problem+json'
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What they were asked, in order. */
    asked,
    answerWith(other: PeerAnswer) {
      answer = other
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function usual(request: IncomingMessage, url: URL): Promise<PeerReply> {
  if (url.pathname === '/stock') {
    const levels = url.searchParams.getAll('sku').map((sku) => ({ sku, available: 7 }))
    return { status: 200, body: { levels } }
  }
  const { lines } = JSON.parse((await Array.fromAsync(request)).join(''))
  const count = lines.reduce((sum: number, line: { quantity: number }) => sum + line.quantity, 0)
  return { status: 200, body: { totalCents: 920 * count, currency: 'EUR' } }
}

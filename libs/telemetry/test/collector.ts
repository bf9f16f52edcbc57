import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

/** One export as it arrived. */
export type Export = {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Unpacked. */
  readonly body: Buffer
}

/** What a collector looks like from outside: what it got, and no more. */
export type Collector = AsyncDisposable & {
  readonly url: string
  readonly exports: readonly Export[]
}

/** Listens until the test leaves it; with `tls` it is one that demands certificates. */
export async function openCollector({
  tls,
  answers = true,
}: {
  readonly tls?: ServerOptions
  readonly answers?: boolean
} = {}): Promise<Collector> {
  const exports: Export[] = []
  const take: RequestListener = async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const sent = Buffer.concat(chunks)
    const { headers, url: path = '' } = request
    const body = headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
    exports.push({ path, headers, body })
    if (answers) response.end()
  }
  const server = tls ? createTlsServer(tls, take) : createServer(take)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    exports,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

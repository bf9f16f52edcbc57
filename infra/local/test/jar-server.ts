import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { PinnedJar } from '../src/artifacts/pinned-jars.ts'

/** Bytes that compress badly and differ by seed, as a jar's do. */
export function jarBytes(size: number, seed = 'a'): Buffer {
  const blocks: Buffer[] = []
  for (let i = 0; i * 64 < size; i += 1)
    blocks.push(createHash('sha512').update(`${seed}${i}`).digest())
  return Buffer.concat(blocks).subarray(0, size)
}

/** A pin of these bytes, with coordinates of its own. */
export function pinOf(name: string, bytes: Buffer): PinnedJar {
  const sha512 = createHash('sha512').update(bytes).digest('hex')
  return { gav: `org.example:${name}:1.0`, size: bytes.length, sha512 }
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** A Maven repository on this machine that remembers what it was asked. */
export async function startJarServer(answer: Answer) {
  const asked: { path: string; range: string | undefined }[] = []
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', range: request.headers.range })
    void answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/maven` }
}

/** Serves these bytes as a repository does, ranges included. */
export function serveJar(bytes: Buffer): Answer {
  return ({ headers }, response) => {
    const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0)
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from })
    response.end(bytes.subarray(from))
  }
}

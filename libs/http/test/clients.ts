import { once } from 'node:events'
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2'
import { createConnection, type Socket } from 'node:net'

/** A TCP connection on which a test writes HTTP/1.1 by hand. */
export type RawClient = AsyncDisposable & {
  readonly socket: Socket
  /** Everything received so far. */
  text(): string
  /** Resolves when the received text matches. */
  until(pattern: RegExp): Promise<string>
  closed(): Promise<void>
}

export async function openRaw(port: number, { stays = false } = {}): Promise<RawClient> {
  const socket = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true })
  const closed = Promise.withResolvers<void>()
  let text = ''
  let ended = false
  socket.on('data', (chunk) => {
    text += chunk
  })
  // A client that writes while the server closes gets an error before its socket is closed.
  socket.on('error', () => {})
  // Half open on purpose: one that stays does not leave when the server does.
  if (!stays) socket.on('end', () => socket.end())
  socket.once('close', () => {
    ended = true
    closed.resolve()
  })
  await once(socket, 'connect')
  return {
    socket,
    text: () => text,
    async until(pattern) {
      while (!pattern.test(text)) {
        if (ended) throw new Error(`closed before ${pattern}: ${text}`)
        await Promise.race([new Promise((resolve) => socket.once('data', resolve)), closed.promise])
      }
      return text
    },
    closed: () => closed.promise,
    async [Symbol.asyncDispose]() {
      socket.destroy()
    },
  }
}

export const requestText = (method = 'GET', body = ''): string =>
  `${method} / HTTP/1.1\r\nHost: test\r\n${body && `Content-Length: ${body.length}\r\nContent-Type: application/json\r\n`}\r\n${body}`

/** An HTTP/2 session whose errors are expected. */
export type H2Client = AsyncDisposable & {
  readonly session: ClientHttp2Session
  request(headers?: Record<string, string>): ClientHttp2Stream
}

export async function openH2(port: number): Promise<H2Client> {
  const session = connect(`http://127.0.0.1:${port}`)
  session.on('error', () => {})
  await once(session, 'connect')
  return {
    session,
    request(headers = {}) {
      const stream = session.request({ ':path': '/', ...headers })
      stream.on('error', () => {})
      return stream
    },
    async [Symbol.asyncDispose]() {
      session.destroy()
    },
  }
}

/** Reads an HTTP/2 answer to its end. */
export async function answerOf(
  stream: ClientHttp2Stream,
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  let body = ''
  stream.setEncoding('utf8').on('data', (chunk) => {
    body += chunk
  })
  const closed = once(stream, 'close')
  const [headers] = await once(stream, 'response')
  await closed
  return { status: headers[constants.HTTP2_HEADER_STATUS], headers, body }
}

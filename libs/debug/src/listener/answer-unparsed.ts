import { type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { problemAnswer } from './answer.ts'

type ParserError = Error & { readonly code?: string; readonly rawPacket?: Buffer }

/** Answers what never becomes a request: CONNECT, methods that Node's parser has no name for, noise. */
export function answerUnparsed(server: Server): void {
  server.on('connect', (_, socket) => answerAndClose(socket, 501))
  server.on('clientError', (error: ParserError, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else answerAndClose(socket, statusOf(error))
  })
}

const statusOfCode: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}
const requestLine = /^[!#$%&'*+.^_`|~\w-]+ [\x21-\x7e]+ HTTP\/1\.[01]\r\n/

function statusOf({ code = '', rawPacket }: ParserError): number {
  const text = rawPacket?.toString('latin1', 0, 9_000) ?? ''
  if (code === 'HPE_INVALID_METHOD' && requestLine.test(text)) return 501
  return statusOfCode[code] ?? 400
}

function answerAndClose(socket: Duplex, status: number): void {
  const { headers, body } = problemAnswer(status, 'This is no request that is answered here.')
  const fields = { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`)
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines].join('\r\n')
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy())
}

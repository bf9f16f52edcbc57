import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import {
  badChunks,
  HttpError,
  headerFieldsTooLarge,
  notImplemented,
} from '../problem/http-error.ts'
import { toProblem } from '../problem/to-problem.ts'
import { cutShort } from '../request/cut-short.ts'
import type { OpenRequest } from '../request/open-request.ts'
import type { OpenRequests } from '../request/open-requests.ts'

type ParserError = Error & { readonly code?: string; readonly rawPacket?: Buffer }

/** Answers what the parser refused, where that can be told from other answers, and closes the connection. */
export function answerBadRequest(error: ParserError, socket: Socket, open: OpenRequests): void {
  const busy = requestsOn(socket, open)
  const [request] = busy
  if (request && busy.length === 1 && isCutOffInBody(request, error)) refuse(request)
  else if (error.code === 'ECONNRESET') socket.destroy()
  else answerAndClose(problemOf(error), socket, open)
}

/** Answers CONNECT, for which Node has no response: nobody is connected to anybody here. */
export function answerConnect(socket: Socket, open: OpenRequests): void {
  answerAndClose(notImplemented, socket, open)
}

function answerAndClose(error: HttpError, socket: Socket, open: OpenRequests): void {
  // An answer of a request on this connection may be half written, or be mistaken for this one.
  if (!socket.writable || requestsOn(socket, open).length > 0) socket.destroy()
  else socket.end(render(error), () => socket.destroy())
}

function requestsOn(socket: Socket, open: OpenRequests): OpenRequest[] {
  return [...open].filter(({ ctx }) => ctx.req.socket === socket)
}

/** The parser stopped within this request's own body, and nothing of its answer has left. */
function isCutOffInBody({ ctx }: OpenRequest, { code }: ParserError): boolean {
  return !ctx.req.complete && !ctx.res.headersSent && code?.startsWith('HPE_') === true
}

function refuse(request: OpenRequest): void {
  ;(request.response as ServerResponse).shouldKeepAlive = false
  cutShort(request, badChunks)
}

function problemOf({ code, rawPacket }: ParserError): HttpError {
  if (code === 'HPE_HEADER_OVERFLOW') return headerFieldsTooLarge
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new HttpError('request-timeout', 'invalid', 'the request did not arrive in time')
  // The parser has a list of methods; HTTP has none.
  if (
    code === 'HPE_INVALID_METHOD' &&
    requestLine.test(rawPacket?.toString('latin1', 0, 9_000) ?? '')
  )
    return notImplemented
  return new HttpError('bad-request', 'invalid', 'this is not HTTP/1.1')
}

const requestLine = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ [\x21-\x7e]+ HTTP\/1\.[01]\r\n/

function render(error: HttpError): string {
  const problem = toProblem(error)
  const body = JSON.stringify(problem)
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}

import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { badChunks, HttpError, headerFieldsTooLarge } from '../problem/http-error.ts'
import { toProblem } from '../problem/to-problem.ts'
import { cutShort } from '../request/cut-short.ts'
import type { OpenRequest } from '../request/open-request.ts'
import type { OpenRequests } from '../request/open-requests.ts'

/** Answers what the parser refused, where that can be told from other answers, and closes the connection. */
export function answerBadRequest(
  error: Error & { code?: string },
  socket: Socket,
  open: OpenRequests,
): void {
  const busy = [...open].filter(({ ctx }) => ctx.req.socket === socket)
  const [request] = busy
  if (request && busy.length === 1 && isCutOffInBody(request, error)) refuse(request)
  // An answer of a request on this connection may be half written, or be mistaken for this one.
  else if (request || !socket.writable || error.code === 'ECONNRESET') socket.destroy()
  else socket.end(render(problemOf(error.code)), () => socket.destroy())
}

/** The parser stopped within this request's own body, and nothing of its answer has left. */
function isCutOffInBody({ ctx }: OpenRequest, { code }: { code?: string }): boolean {
  return !ctx.req.complete && !ctx.res.headersSent && code?.startsWith('HPE_') === true
}

function refuse(request: OpenRequest): void {
  ;(request.response as ServerResponse).shouldKeepAlive = false
  cutShort(request, badChunks)
}

function problemOf(code: string | undefined): HttpError {
  if (code === 'HPE_HEADER_OVERFLOW') return headerFieldsTooLarge
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new HttpError('request-timeout', 'invalid', 'the request did not arrive in time')
  return new HttpError('bad-request', 'invalid', 'this is not HTTP/1.1')
}

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

import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { HttpError, headerFieldsTooLarge } from '../problem/http-error.ts'
import { toProblem } from '../problem/to-problem.ts'
import type { OpenRequests } from '../request/open-requests.ts'

/** Answers what the parser refused, before there is a request, and closes the connection. */
export function answerBadRequest(
  error: Error & { code?: string },
  socket: Socket,
  open: OpenRequests,
): void {
  // An answer of a request on this connection may be half written, or be mistaken for this one.
  const busy = [...open].some(({ ctx }) => ctx.req.socket === socket)
  if (busy || !socket.writable || error.code === 'ECONNRESET') socket.destroy()
  else socket.end(render(problemOf(error.code)), () => socket.destroy())
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

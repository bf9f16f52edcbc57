import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Limits } from '../limits.ts'
import {
  expectationFailed,
  type HttpError,
  headerFieldsTooLarge,
  hostMissing,
  serverBusy,
} from '../problem/http-error.ts'
import type { OpenRequests } from './open-requests.ts'

/** Why a request is turned away before it costs anything, if it is. */
export function refusalOf(
  request: IncomingMessage,
  open: OpenRequests,
  { concurrentRequests, headerBytes }: Limits,
): HttpError | undefined {
  if (open.size >= concurrentRequests) return serverBusy
  if (request.httpVersion === '1.1') return faultOf(request.headers)
  // HTTP/1.1 has a parser that counts; over HTTP/2 Node only asks the client to keep to the limit.
  if (request.httpVersionMajor === 2 && sizeOf(request) > headerBytes) return headerFieldsTooLarge
  return undefined
}

// Node would answer both by itself, and not with a problem.
function faultOf({ host, expect }: IncomingHttpHeaders): HttpError | undefined {
  if (host === undefined) return hostMissing
  const isMet = expect === undefined || expect.toLowerCase() === '100-continue'
  return isMet ? undefined : expectationFailed
}

function sizeOf({ rawHeaders }: IncomingMessage): number {
  let size = 0
  for (const text of rawHeaders) size += text.length
  return size
}

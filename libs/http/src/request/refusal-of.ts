import type { IncomingMessage } from 'node:http'
import { listOf } from '../header/list-of.ts'
import {
  expectationFailed,
  type HttpError,
  headerFieldsTooLarge,
  hostInvalid,
  hostMissing,
  notImplemented,
  serverBusy,
} from '../problem/http-error.ts'
import type { Room } from './open-request.ts'
import type { OpenRequests } from './open-requests.ts'

const lowerCase = /[a-z]/

/** Why a request is turned away before it costs anything, if it is. */
export function refusalOf(
  request: IncomingMessage,
  open: OpenRequests,
  { limits, streams }: Room,
): HttpError | undefined {
  if (open.size - streams.taken >= limits.concurrentRequests) return serverBusy
  const { httpVersionMajor, httpVersion, method = '' } = request
  // Methods have a case, which the router would ignore.
  if (lowerCase.test(method)) return notImplemented
  // HTTP/1.1 has a parser that counts; over HTTP/2 Node only asks the client to keep to the limit.
  if (httpVersionMajor === 2 && sizeOf(request) > limits.headerBytes) return headerFieldsTooLarge
  // Node would answer these by itself, and not with a problem. HTTP/1.0 knows neither.
  if (httpVersion === '1.0') return undefined
  return (httpVersionMajor === 1 && faultOfHost(request)) || faultOfExpectation(request)
}

// RFC 9110, section 7.2: uri-host [ ":" port ], which may be empty, and once.
const hostGrammar = /^(?:\[[0-9a-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?$/i

function faultOfHost({ headers: { host }, rawHeaders }: IncomingMessage): HttpError | undefined {
  if (host === undefined) return hostMissing
  return hostGrammar.test(host) && isAlone('host', rawHeaders) ? undefined : hostInvalid
}

// Node keeps the first of several; a proxy may have looked at another.
function isAlone(name: string, rawHeaders: readonly string[]): boolean {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const field = rawHeaders[i] as string
    if (field.length === name.length && field.toLowerCase() === name) count += 1
  }
  return count === 1
}

// RFC 9110, section 10.1.1: a list, and none of its members but this one has a meaning.
function faultOfExpectation({ headers: { expect } }: IncomingMessage): HttpError | undefined {
  if (expect === undefined) return undefined
  return listOf(expect).every((member) => member === '100-continue') ? undefined : expectationFailed
}

function sizeOf({ rawHeaders }: IncomingMessage): number {
  let size = 0
  for (const text of rawHeaders) size += text.length
  return size
}

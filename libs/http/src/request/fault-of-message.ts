import type { IncomingMessage } from 'node:http'
import { isAlone } from '../header/is-alone.ts'
import { listOf } from '../header/list-of.ts'
import {
  codingNotImplemented,
  expectationFailed,
  framingFaulty,
  type HttpError,
  headerFieldsTooLarge,
  hostInvalid,
  hostMissing,
  notImplemented,
  targetInvalid,
  versionNotSupported,
} from '../problem/http-error.ts'

type Limits = { readonly headerBytes: number }

const lowerCase = /[a-z]/

/**
 * What is wrong with a request whatever it asks for, if something is.
 *
 * Node lets these pass, or answers them by itself and not with a problem. Where the message ends is doubtful
 * after most of them, so the connection ends with the answer.
 */
export function faultOfMessage(request: IncomingMessage, limits: Limits): HttpError | undefined {
  // Methods have a case, which the router would ignore.
  if (lowerCase.test(request.method ?? '')) return notImplemented
  const fault = 'stream' in request ? faultOfHttp2(request, limits) : faultOfHttp1(request)
  return fault ?? faultOfTarget(request)
}

// HTTP/1.1 has a parser that counts; over HTTP/2 Node only asks the client to keep to the limit.
function faultOfHttp2(request: IncomingMessage, { headerBytes }: Limits): HttpError | undefined {
  return sizeOf(request) > headerBytes ? headerFieldsTooLarge : faultOfExpectation(request)
}

function faultOfHttp1(request: IncomingMessage): HttpError | undefined {
  const { httpVersion } = request
  // HTTP/1.0 knows neither Host nor Expect.
  if (httpVersion === '1.0') return faultOfCoding(request)
  // The parser also takes 0.9 and 2.0.
  if (httpVersion !== '1.1') return versionNotSupported
  return faultOfHost(request) ?? faultOfCoding(request) ?? faultOfExpectation(request)
}

// RFC 9112, section 6.1: Node undoes `chunked` and hands on what is coded below it; 1.0 has no codings.
function faultOfCoding({ headers, httpVersion }: IncomingMessage): HttpError | undefined {
  const { 'transfer-encoding': codings } = headers
  if (codings === undefined) return undefined
  if (httpVersion === '1.0') return framingFaulty
  return listOf(codings).every((coding) => coding === 'chunked') ? undefined : codingNotImplemented
}

// RFC 9110, section 7.2: uri-host [ ":" port ], which may be empty, and once.
const hostGrammar = /^(?:\[[0-9a-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?$/i

function faultOfHost({ headers: { host }, rawHeaders }: IncomingMessage): HttpError | undefined {
  if (host === undefined) return hostMissing
  return hostGrammar.test(host) && isAlone('host', rawHeaders) ? undefined : hostInvalid
}

// RFC 9110, section 10.1.1: a list, and none of its members but this one has a meaning.
function faultOfExpectation({ headers: { expect } }: IncomingMessage): HttpError | undefined {
  if (expect === undefined) return undefined
  return listOf(expect).every((member) => member === '100-continue') ? undefined : expectationFailed
}

// RFC 9112, section 3.2, without user information: what parses targets behind this throws at some others.
const originForm = /^\/[!"$-~]*$/
const absoluteForm = /^https?:\/\/[^/?#@\\]+(?:[/?][!"$-~]*)?$/i

function faultOfTarget({ url = '' }: IncomingMessage): HttpError | undefined {
  if (originForm.test(url) || url === '*') return undefined
  return absoluteForm.test(url) && URL.canParse(url) ? undefined : targetInvalid
}

function sizeOf({ rawHeaders }: IncomingMessage): number {
  let size = 0
  for (const text of rawHeaders) size += text.length
  return size
}

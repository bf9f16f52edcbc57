import { type ErrorKind, TailspanError } from '@tailspan/errors'
import type { Fault } from './fault.ts'

/** Faults of the body, when to retry, and what is behind it. */
export type HttpErrorDetails = {
  readonly faults?: readonly Fault[]
  readonly retryAfterSeconds?: number
  readonly cause?: unknown
}

/** What this library refuses by itself, and what services throw when a problem needs more than a kind. */
export class HttpError extends TailspanError {
  readonly faults: readonly Fault[] | undefined
  readonly retryAfterSeconds: number | undefined

  // biome-ignore lint/complexity/useMaxParams: as those of every error of ours
  constructor(code: string, kind: ErrorKind, message: string, details: HttpErrorDetails = {}) {
    const { cause, faults, retryAfterSeconds } = details
    super(code, kind, message, cause === undefined ? undefined : { cause })
    this.faults = faults
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The body is missing, is not JSON, or is not what the route takes. */
export class RequestRefused extends HttpError {}

// Constants, so that shedding load costs nothing.
export const serverBusy = new HttpError(
  'server-busy',
  'unavailable',
  'too many requests at the moment',
)
export const hostMissing = new HttpError(
  'host-missing',
  'invalid',
  'HTTP/1.1 requires a Host header field',
)
export const hostInvalid = new HttpError(
  'host-invalid',
  'invalid',
  'HTTP/1.1 requires one Host header field with a host and perhaps a port',
)
export const expectationFailed = new HttpError(
  'expectation-failed',
  'invalid',
  'no expectation but 100-continue is met here',
)
export const methodNotAllowed = new HttpError(
  'method-not-allowed',
  'invalid',
  'this route does not take this method',
)
export const notImplemented = new HttpError(
  'not-implemented',
  'invalid',
  'this method is not known here',
)
export const codingNotImplemented = new HttpError(
  'not-implemented',
  'invalid',
  'no transfer coding but chunked is known here',
)
export const framingFaulty = new HttpError(
  'bad-request',
  'invalid',
  'HTTP/1.0 has no transfer codings',
)
export const versionNotSupported = new HttpError(
  'http-version-not-supported',
  'invalid',
  'only HTTP/1.1 and HTTP/1.0 are spoken here',
)
export const targetInvalid = new HttpError(
  'bad-request',
  'invalid',
  'the target is neither a path nor an address of http',
)
export const badChunks = new HttpError('bad-request', 'invalid', 'the body is not HTTP/1.1')
export const headerFieldsTooLarge = new HttpError(
  'request-header-fields-too-large',
  'invalid',
  'the header fields are too large',
)

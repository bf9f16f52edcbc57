import { type ErrorKind, TailspanError, toTailspanError } from '@tailspan/errors'
import { HttpError } from './http-error.ts'
import { isErrorKind } from './problem-status.ts'

/** An error that says what can be done about it. */
export type KnownError = Error & {
  readonly code: string
  readonly kind: ErrorKind
  readonly faults?: HttpError['faults']
  readonly retryAfterSeconds?: number | undefined
}

/** Makes of anything that was thrown an error with a code and a kind; what nobody declared is internal. */
export function toKnownError(thrown: unknown): KnownError {
  if (thrown instanceof TailspanError || isKnown(thrown)) return thrown
  return refusalOf(thrown) ?? toTailspanError(thrown)
}

// Libraries that stand alone have error classes of their own, of the same shape.
function isKnown(thrown: unknown): thrown is KnownError {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('kind' in thrown)) return false
  return typeof thrown.code === 'string' && isErrorKind(thrown.kind)
}

// The router refuses a path it cannot decode with an `http-errors` error: the client's fault.
function refusalOf(thrown: unknown): HttpError | undefined {
  if (!(thrown instanceof Error) || !('status' in thrown) || !('expose' in thrown)) return undefined
  if (thrown.expose !== true || !isClientFault(thrown.status)) return undefined
  if (thrown.status === 404) return new HttpError('not-found', 'not-found', 'there is nothing here')
  return new HttpError('bad-request', 'invalid', 'the request is malformed', { cause: thrown })
}

function isClientFault(status: unknown): boolean {
  return typeof status === 'number' && status >= 400 && status < 500
}

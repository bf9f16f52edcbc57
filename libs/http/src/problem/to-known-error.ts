import { type ErrorKind, TailspanError, toTailspanError } from '@tailspan/errors'
import { HttpError } from './http-error.ts'
import { codeOfStatus, isErrorKind } from './problem-status.ts'

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

// `ctx.throw` and `ctx.assert` make errors of `http-errors`, with a status and leave to show their text.
function refusalOf(thrown: unknown): HttpError | undefined {
  if (!(thrown instanceof Error) || !('status' in thrown) || !('expose' in thrown)) return undefined
  const { status, expose, message, cause } = thrown
  if (expose !== true || typeof status !== 'number' || status < 400 || status >= 500)
    return undefined
  const kind = status === 404 ? 'not-found' : 'invalid'
  return new HttpError(codeOfStatus(status), kind, message, { cause })
}

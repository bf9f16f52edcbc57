import { type ErrorKind, TailspanError } from '@tailspan/errors'
import type { Dispatcher } from 'undici'
import { z } from 'zod'
import { HttpError } from '../problem/http-error.ts'
import { codeOfStatus } from '../problem/problem-status.ts'
import { readRetryAfter } from './read-retry-after.ts'

type Unavailable = ErrorOptions & { readonly retryAfterSeconds?: number | undefined }

/** A peer did not answer, or could not. */
export class PeerUnavailable extends TailspanError {
  /** When the peer said that it is worth another try. */
  readonly retryAfterSeconds: number | undefined

  constructor(peer: string, reason: string, { retryAfterSeconds, ...options }: Unavailable = {}) {
    super(`${peer}-unavailable`, 'unavailable', `${peer} ${reason}`, options)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** A peer answered something that its contract does not know. */
export class PeerAnswerInvalid extends TailspanError {
  constructor(peer: string, options: ErrorOptions) {
    super(`${peer}-answer-invalid`, 'internal', `${peer} broke its contract`, options)
  }
}

/** A peer refused the request; its code, its text and its faults are handed on. */
export class PeerRefused extends HttpError {}

// { code: 'unknown-sku', detail: 'sku x is not known', errors?: [ { pointer: '#/lines/0', detail } ] }
const refusal = z.object({
  code: z.string().max(64),
  detail: z.string().max(500),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})

/** What a status that is no success means to the caller. */
export async function errorOf(
  peer: string,
  { statusCode: status, headers, body: rest }: Dispatcher.ResponseData,
): Promise<TailspanError> {
  const [retryAfter] = [headers['retry-after']].flat()
  const retryAfterSeconds = readRetryAfter(retryAfter)
  const kind = kindOf(status)
  if (kind === 'unavailable') {
    await rest.dump().catch(() => {})
    return new PeerUnavailable(peer, `answered ${status}`, { retryAfterSeconds })
  }
  const { data } = refusal.safeParse(await rest.json().catch(unlessBroken))
  if (!data || isAboutTheCall(status, data.code))
    return new PeerAnswerInvalid(peer, { cause: new Error(`status ${status}`) })
  return new PeerRefused(data.code, kind, data.detail, {
    ...(data.errors && { faults: data.errors }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  })
}

const aboutTheCall: readonly number[] = [401, 403, 404, 405, 406, 415, 417, 431]

/**
 * True for an answer to how this process asks, which its own caller has no part in: an unknown path, a method that is not taken.
 * A peer's own word, such as `hold-unknown`, is its answer to what was asked.
 */
function isAboutTheCall(status: number, code: string): boolean {
  return aboutTheCall.includes(status) && code === codeOfStatus(status)
}

/** What is no JSON says nothing; a connection that broke off is no answer. */
function unlessBroken(error: unknown): undefined {
  if (!(error instanceof SyntaxError)) throw error
}

function kindOf(status: number): ErrorKind {
  // A redirect is not followed: a peer has one address.
  if (status >= 500 || status < 400 || status === 429 || status === 408) return 'unavailable'
  if (status === 404) return 'not-found'
  return status === 409 ? 'conflict' : 'invalid'
}

import type { ServerResponse } from 'node:http'
import { constants } from 'node:http2'
import type { AnyResponse } from '../request/is-completed.ts'
import type { Problem } from './problem.ts'

const kept = new Set(['accept', 'accept-encoding', 'allow', 'connection', 'traceresponse', 'vary'])

/** Too slow, too large: the rest of such a body is not worth reading. */
const bodyStatuses: ReadonlySet<number> = new Set([408, 413])

type Writing = {
  readonly retryAfterSeconds?: number | undefined
  /** The rest of the body is not read. */
  readonly dropsBody?: boolean
}

/** Answers with a problem, dropping what the handler had prepared. */
export function writeProblem(
  response: AnyResponse,
  problem: Problem,
  { retryAfterSeconds, dropsBody = bodyStatuses.has(problem.status) }: Writing = {},
): void {
  // Both kinds of response share these calls; their union's overloads do not.
  const answer = response as ServerResponse
  for (const name of answer.getHeaderNames()) if (!kept.has(name)) answer.removeHeader(name)
  if (dropsBody) answer.shouldKeepAlive = false
  const body = Buffer.from(JSON.stringify(problem))
  answer.statusCode = problem.status
  answer.setHeader('content-type', 'application/problem+json')
  answer.setHeader('content-length', body.length)
  const retryAfter = retryAfterSeconds ?? (problem.status === 503 ? 1 : undefined)
  if (retryAfter !== undefined) answer.setHeader('retry-after', Math.ceil(retryAfter))
  answer.end(body)
  // RFC 9113, section 8.1: so a server says after its answer that it does not want the rest.
  if (dropsBody && 'stream' in response) response.stream?.close(constants.NGHTTP2_NO_ERROR)
}

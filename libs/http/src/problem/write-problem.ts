import type { ServerResponse } from 'node:http'
import type { AnyResponse } from '../request/is-completed.ts'
import type { Problem } from './problem.ts'

const kept = new Set(['traceresponse', 'allow', 'vary', 'connection'])

/** Answers with a problem, dropping what the handler had prepared. */
export function writeProblem(
  response: AnyResponse,
  problem: Problem,
  retryAfterSeconds?: number | undefined,
): void {
  // Both kinds of response share these calls; their union's overloads do not.
  const answer = response as ServerResponse
  for (const name of answer.getHeaderNames()) if (!kept.has(name)) answer.removeHeader(name)
  // The rest of such a body is not worth reading. (HTTP/2 resets the stream by itself.)
  if (problem.status === 413 || problem.status === 408) answer.shouldKeepAlive = false
  const body = Buffer.from(JSON.stringify(problem))
  answer.statusCode = problem.status
  answer.setHeader('content-type', 'application/problem+json')
  answer.setHeader('content-length', body.length)
  const retryAfter = retryAfterSeconds ?? (problem.status === 503 ? 1 : undefined)
  if (retryAfter !== undefined) answer.setHeader('retry-after', Math.ceil(retryAfter))
  answer.end(body)
}

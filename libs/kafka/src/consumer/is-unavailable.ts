import type { TailspanError } from '@tailspan/errors'

const brokenWires = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/**
 * Whether waiting helps: something that the handler needs is away.
 *
 * shape: kind `unavailable`, or a broken wire anywhere among the causes, which no record is to blame for
 */
export function isUnavailable(error: TailspanError): boolean {
  if (error.kind === 'unavailable') return true
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && brokenWires.has(String(cause.code))) return true
  }
  return false
}

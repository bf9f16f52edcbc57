import type { Problem } from './problem.ts'
import { problemStatus, type StatusByCode } from './problem-status.ts'
import type { KnownError } from './to-known-error.ts'

/**
 * Describes an error to a client.
 *
 * errors: of kind internal, neither text nor cause is shown
 */
export function toProblem(error: KnownError, ours?: StatusByCode): Problem {
  const { code, kind, message, faults } = error
  return {
    type: `urn:tailspan:problem:${code}`,
    title: titleOf(code),
    status: problemStatus(error, ours),
    code,
    detail: kind === 'internal' ? 'the server failed to answer this request' : message,
    ...(faults && faults.length > 0 && { errors: faults }),
  }
}

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

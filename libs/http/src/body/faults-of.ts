import type { z } from 'zod'
import type { Fault } from '../problem/fault.ts'

const most = 20

/** What a schema found, in the words of the problem: pointers and texts, never the values. */
export function faultsOf({ issues }: z.ZodError): Fault[] {
  return issues.slice(0, most).map(({ path, message }) => ({
    pointer: pointerTo(path),
    detail: message,
  }))
}

function pointerTo(path: readonly PropertyKey[]): string {
  return `#${path.map((step) => `/${encodeURIComponent(escapeStep(String(step)))}`).join('')}`
}

// RFC 6901, section 3.
function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}

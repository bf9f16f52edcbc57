import type { Span } from '@tailspan/trace-testing'
import { expectedTrace } from '../demo/expected-trace.ts'

/** Whether this is the span of a client's request, with which a trace begins. */
export function isRequest({ name, kind, service }: Span): boolean {
  const [entry] = expectedTrace
  return kind === 'SERVER' && service === entry?.[0] && name === entry[1]
}

/** Whether a request was accepted: then there is work that goes on after its answer. */
export function isAccepted({ attributes }: Span): boolean {
  return attributes['http.response.status_code'] === 202
}

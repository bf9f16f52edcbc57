import type { Fault } from './fault.ts'

/**
 * What an error looks like to a client: RFC 9457, `application/problem+json`.
 *
 * shape: { type: urn:tailspan:problem:<code>, title, status, code, detail, errors?: [ { pointer, detail } ] }
 */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors?: readonly Fault[]
}

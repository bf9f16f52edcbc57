import { consuming } from '@tailspan/manifest'
import type { ExpectedTrace } from '../traces/whole-trace.ts'

/** What one job leaves; its first span is where a trace begins, and whatever consumes jobs has taken this one. */
export const expectedTrace: ExpectedTrace = [
  ['intake', 'POST /jobs', 1],
  ['intake', 'create jobs', 1],
  ['intake', 'send jobs', 1],
  ...consuming('jobs').map((name) => [name, 'process jobs', 1] as const),
]

/** What the requests of the demo are called in a report. */
export const requestsAre = 'jobs'

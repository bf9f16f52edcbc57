import type { ExpectedTrace } from '../traces/whole-trace.ts'

/** What one job leaves; its first span is where a trace begins. */
export const expectedTrace: ExpectedTrace = [
  ['intake', 'POST /jobs', 1],
  ['intake', 'create jobs', 1],
  ['intake', 'send jobs', 1],
  ['worker', 'process jobs', 1],
]

/** What the requests of the demo are called in a report. */
export const requestsAre = 'jobs'

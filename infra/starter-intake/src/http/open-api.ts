import { describeApi } from '@tailspan/http'
import { jobReceipt, jobRequest } from '@tailspan/starter-contracts'

/** What `GET /openapi.json` answers, made of the schemas that check the requests. */
export const openApi = describeApi({
  title: 'Tailspan jobs',
  description: 'Takes jobs and answers before they are published.',
  tag: 'jobs',
  operations: {
    'POST /jobs': {
      id: 'acceptJob',
      summary: 'Takes a job and answers before it is published.',
      description: 'The job is stored when the answer is given; a worker does it afterwards.',
      body: jobRequest,
      answers: {
        202: {
          description: 'Accepted.',
          schema: jobReceipt,
          headers: { traceresponse: 'Its trace.' },
        },
      },
      refusals: {
        400: 'The body is not JSON, or not a job.',
        413: 'The body is larger than allowed.',
        415: 'The body is not application/json in UTF-8, or is encoded.',
        503: 'The database is away; try again after Retry-After seconds.',
      },
    },
  },
})

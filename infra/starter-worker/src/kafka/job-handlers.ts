import type { Handlers } from '@tailspan/kafka'
import { type EventsOf, events } from '@tailspan/starter-contracts'
import type { DoJob } from '../domain/do-job.ts'

/** What the worker does with the events of jobs. */
export function jobHandlers(doJob: DoJob): Handlers<EventsOf<'job.accepted'>> {
  return {
    'job.accepted': {
      schema: events['job.accepted'],
      handle: ({ id, data: { jobId, task } }, scope) =>
        doJob({ id: jobId, task, messageId: id }, scope),
    },
  }
}

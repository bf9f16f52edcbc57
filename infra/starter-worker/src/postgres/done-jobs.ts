import { takeOnce } from '@tailspan/outbox'
import { type Database, transaction } from '@tailspan/postgres'
import type { DoneJobs } from '../domain/do-job.ts'
import type { Tables } from './tables.ts'

export function createDoneJobs(database: Database<Tables>): DoneJobs {
  return {
    add: ({ id, task, doneAt, messageId }, scope) =>
      transaction(database, scope, async (tx) => {
        if (!(await takeOnce(tx, { consumer: 'worker', messageId }))) return // seen before
        tx.later(tx.insertInto('done_jobs').values({ job_id: id, task, done_at: doneAt })) // leaves with the COMMIT
      }),
  }
}

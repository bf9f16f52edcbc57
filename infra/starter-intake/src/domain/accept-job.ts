import type { Scope } from '@tailspan/scope'
import type { JobReceipt, JobRequest } from '@tailspan/starter-contracts'

/** A job as it is stored; `eventId` names what is published about it, so that a copy is recognised. */
export type Job = JobRequest & {
  readonly id: string
  readonly acceptedAt: Date
  readonly eventId: string
}

export interface JobStore {
  /** Stores a job with its event as one act; nothing is stored when the scope is cancelled before the commit. */
  addAndAnnounce(job: Job, scope: Scope): Promise<void>
}

type Needs = {
  readonly jobs: JobStore
  readonly now: () => Date
  readonly newId: () => string
}

export type AcceptJob = (request: JobRequest, scope: Scope) => Promise<JobReceipt>

/** Until the commit the request's cancellation counts; from the commit on the job goes on alone. */
export function createAcceptJob({ jobs, now, newId }: Needs): AcceptJob {
  return async function acceptJob({ task }, scope) {
    const job = { id: newId(), task, acceptedAt: now(), eventId: newId() }
    // One act, through the outbox: two awaits here could lose the event.
    await jobs.addAndAnnounce(job, scope)
    return { id: job.id, status: 'accepted' }
  }
}

import type { Scope } from '@tailspan/scope'

/** A job to do, and the message that asked for it. */
export type AcceptedJob = {
  readonly id: string
  readonly task: string
  readonly messageId: string
}

export interface DoneJobs {
  /** Notes that a job is done; takes each message in once, so a redelivered one changes nothing. */
  add(job: AcceptedJob & { readonly doneAt: Date }, scope: Scope): Promise<void>
}

type Needs = { readonly doneJobs: DoneJobs; readonly now: () => Date }

export type DoJob = (job: AcceptedJob, scope: Scope) => Promise<void>

export function createDoJob({ doneJobs, now }: Needs): DoJob {
  return async function doJob(job, scope) {
    await doneJobs.add({ ...job, doneAt: now() }, scope)
  }
}

import type { CloudEvent } from '@tailspan/kafka'
import type { Outbox } from '@tailspan/outbox'
import { type EventData, topics } from '@tailspan/starter-contracts'
import type { Job, JobStore } from '../domain/accept-job.ts'
import type { Tables } from './tables.ts'

export function createJobStore(outbox: Pick<Outbox<Tables>, 'transaction'>): JobStore {
  return {
    addAndAnnounce: (job, scope) =>
      outbox.transaction(scope, async (tx, say) => {
        const { id, task, acceptedAt } = job
        // The first statement is the job's lock: events of one job keep their order.
        tx.later(tx.insertInto('jobs').values({ id, task, accepted_at: acceptedAt }))
        say(topics.jobs.topic, toCloudEvent(job))
      }), // all in one round trip; after the commit a detached task hands the event to the producer
  }
}

/** The event as CloudEvents 1.0 has it; the key of the record is the job id. */
function toCloudEvent({ id, task, acceptedAt, eventId }: Job) {
  const time = acceptedAt.toISOString()
  return {
    id: eventId,
    type: 'job.accepted',
    source: '/intake',
    time,
    subject: id,
    data: { jobId: id, task, acceptedAt: time },
  } satisfies CloudEvent<EventData<'job.accepted'>>
}

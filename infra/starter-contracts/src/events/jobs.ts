import { z } from 'zod'

// Wire: CloudEvents 1.0, Kafka binary mode. Key = job id; the value is the JSON below.
// Readers drop fields that they do not know, at every depth.

/**
 * jobs / job.accepted
 * ├─ jobId       uuid      0199…
 * ├─ task        text      water the plants
 * └─ acceptedAt  ISO 8601  2026-11-21T08:00:00.000Z
 */
export const jobAccepted = z.object({
  jobId: z.guid(),
  task: z.string().min(1),
  acceptedAt: z.iso.datetime({ offset: true }),
})

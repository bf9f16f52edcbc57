import type { EventType } from './events.ts'

/** A topic with the settings it is created with, in Kafka's own words. */
export type Topic = {
  readonly topic: string
  readonly partitions: number
  readonly settings: Readonly<Record<string, string>>
  readonly events: readonly EventType[]
}

const weekMs = String(7 * 86_400_000)

/** The topics of the system; the dead letters of each are in `<topic>.dlt`. */
export const topics = {
  jobs: {
    topic: 'jobs',
    partitions: 3,
    settings: { 'retention.ms': weekMs },
    events: ['job.accepted'],
  },
} as const satisfies Record<string, Topic>

import { type QueryExecutorProvider, sql } from '@tailspan/postgres'

/** What waits to be published. */
export type Backlog = {
  readonly rows: number
  readonly parked: number
  readonly oldestAgeMs: number
}

/** Asks how many events wait to be published, and for how long. Parked ones count, too. */
export async function readBacklog(kysely: QueryExecutorProvider): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    select count(*)::int as rows, count(parked_at)::int as parked,
      coalesce(extract(epoch from clock_timestamp() - min(created_at)) * 1000, 0)::float8
        as "oldestAgeMs"
    from outbox`.execute(kysely)
  return rows[0] ?? { rows: 0, parked: 0, oldestAgeMs: 0 }
}

import { type QueryExecutorProvider, sql } from '@tailspan/postgres'

/** The events that wait to be published. */
export type Backlog = {
  /** Exact up to ten thousand, above that the server's estimate. */
  readonly rows: number
  /** Among the oldest ten thousand. */
  readonly parked: number
  readonly oldestAgeMs: number
}

const looksAt = 10_000

/**
 * Counts the events that wait to be published, parked ones included, and reads the age of the oldest.
 *
 * shape: reads at most 10,001 rows: a long backlog, as after an outage, does not make it slow
 */
export async function readBacklog(kysely: QueryExecutorProvider): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    select count(parked_at)::float8 as parked,
      (case when count(*) <= ${looksAt} then count(*)
        else greatest(count(*), pg_stat_get_live_tuples('outbox'::regclass)) end)::float8 as rows,
      coalesce(extract(epoch from clock_timestamp() - min(created_at)) * 1000, 0)::float8
        as "oldestAgeMs"
    from (select created_at, parked_at from outbox order by seq limit ${looksAt + 1}) as oldest`.execute(
    kysely,
  )
  return rows[0] ?? { rows: 0, parked: 0, oldestAgeMs: 0 }
}

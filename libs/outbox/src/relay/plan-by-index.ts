import { type QueryExecutorProvider, sql } from '@tailspan/postgres'

/**
 * Makes the planner of this session read rows in the order of the index on `seq` instead of sorting them.
 *
 * An outbox is empty until Kafka is unavailable. Then it fills faster than statistics are taken, and the planner,
 * which expects no rows, would read and sort the whole table for each claim of 1,000 (300 ms instead of 15 at 100,000).
 *
 * The drawback: the planner reads the whole index on `seq` for a statement that must sort by something else
 * (440 ms at 100,000). So the statements of this session order by `seq` only, from the first row on.
 */
export async function planByIndex(session: QueryExecutorProvider): Promise<void> {
  await sql`set enable_sort = off`.execute(session)
}

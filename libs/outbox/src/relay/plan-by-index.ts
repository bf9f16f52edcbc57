import { type QueryExecutorProvider, sql } from '@tailspan/postgres'

/**
 * Lets the planner of this session take rows in the order of the index on `seq`.
 *
 * An outbox is empty until Kafka is away: then it fills faster than statistics are taken, and the planner,
 * who knows of no rows, would read and sort all of them for each thousand (300 ms instead of 15 at 100,000).
 *
 * The other way round, a statement of this session that has to sort after all is planned by reading the
 * whole index on `seq` instead (440 ms at 100,000): it orders nothing but by `seq`, from the first row on.
 */
export async function planByIndex(session: QueryExecutorProvider): Promise<void> {
  await sql`set enable_sort = off`.execute(session)
}

import { type QueryExecutorProvider, sql } from '@tailspan/postgres'

/** An event whose record was refused at every attempt; the later events of its aggregate wait. */
export type ParkedRow = {
  readonly id: string
  readonly topic: string
  readonly key: string
  readonly type: string
  readonly attempts: number
  readonly lastError: string
  readonly parkedAt: Date
  readonly traceparent: string | null
}

/** Lists what is parked, oldest first. */
export async function listParked(kysely: QueryExecutorProvider): Promise<readonly ParkedRow[]> {
  const { rows } = await sql<ParkedRow>`
    select id, aggregatetype as topic, aggregateid as key, type, attempts,
      last_error as "lastError", parked_at as "parkedAt", headers ->> 'traceparent' as traceparent
    from outbox where parked_at is not null order by seq`.execute(kysely)
  return rows
}

/**
 * Makes a parked event ready to be sent again, with no attempts counted; false when it is not parked.
 *
 * repeats: harmless
 */
export async function releaseParked(kysely: QueryExecutorProvider, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update outbox set parked_at = null, lease_until = null, attempts = 0, last_error = null
    where id = ${id} and parked_at is not null`.execute(kysely)
  return numAffectedRows === 1n
}

/** Deletes a parked event: it will never be published. False when it is not parked. */
export async function dropParked(kysely: QueryExecutorProvider, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from outbox where id = ${id} and parked_at is not null`.execute(kysely)
  return numAffectedRows === 1n
}

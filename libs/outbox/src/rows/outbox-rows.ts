import type { OutgoingMessage } from '@tailspan/kafka'
import { type QueryExecutorProvider, type RawBuilder, sql } from '@tailspan/postgres'

/** A stored event: its id is `ce_id`, its message is the record for Kafka. */
export type OutboxRow = { readonly id: string; readonly message: OutgoingMessage }

/** A moment from now by the database's clock, the only one that all instances share. */
export function inMs(ms: number): RawBuilder<Date> {
  return sql<Date>`clock_timestamp() + ${ms / 1_000}::float8 * interval '1 second'`
}

/**
 * The statement that stores an event in the transaction of its effect; `leased` when the caller may send it after
 * the commit.
 *
 * The caller holds the aggregate's row lock, so no other transaction stores an event of this aggregate meanwhile:
 * older events are visible here, and `seq` is the order. Never combine it with the statement that takes the lock:
 * the snapshot of that one is older than its wait for the lock.
 */
export function insertRow(
  { id, message }: OutboxRow,
  leaseMs: number | undefined,
): RawBuilder<{ leased: boolean }> {
  const { topic, key, value, headers } = message
  const lease = leaseMs === undefined ? sql`null::timestamptz` : inMs(leaseMs)
  return sql<{ leased: boolean }>`
    insert into outbox (id, aggregatetype, aggregateid, type, payload, headers, lease_until)
    values (${id}, ${topic}, ${String(key)}, ${String(headers.ce_type)}, ${String(value)},
      ${JSON.stringify(headers)},
      case when exists (select from outbox where aggregateid = ${String(key)}) then null else ${lease} end)
    returning lease_until is not null as leased`
}

/** Renews the leases of rows that this process has in hand; skips rows that are locked. */
export async function renewLeases(
  kysely: QueryExecutorProvider,
  ids: readonly string[],
  leaseMs: number,
): Promise<void> {
  await sql`
    update outbox set lease_until = ${inMs(leaseMs)}
    where id in (select id from outbox where id = any(${ids}::uuid[]) for update skip locked)`.execute(
    kysely,
  )
}

/** A row whose send failed; `reason` when others of its topic were acknowledged meanwhile. */
export type Failed = { readonly id: string; readonly reason: string | null }

/** Delays the next try of rows whose sends failed, but not because of their records. */
export async function putOff(
  kysely: QueryExecutorProvider,
  failed: readonly Failed[],
  ms: number,
): Promise<void> {
  const ids = failed.map(({ id }) => id)
  const reasons = failed.map(({ reason }) => reason)
  await sql`
    update outbox set lease_until = ${inMs(ms)}, last_error = coalesce(reason, last_error)
    from unnest(${ids}::uuid[], ${reasons}::text[]) as failed (id, reason)
    where outbox.id = failed.id`.execute(kysely)
}

type Refusal = { readonly reason: string; readonly maxAttempts: number; readonly backoffMs: number }

/** Ends the leases of rows that were not sent: any relay may claim them. */
export async function giveBack(
  kysely: QueryExecutorProvider,
  ids: readonly string[],
): Promise<void> {
  await sql`update outbox set lease_until = null where id = any(${ids}::uuid[])`.execute(kysely)
}

/** Counts a failure that the record itself has caused; the last attempt parks the row. */
export async function countFailure(
  kysely: QueryExecutorProvider,
  id: string,
  { reason, maxAttempts, backoffMs }: Refusal,
): Promise<{ readonly attempts: number; readonly isParked: boolean } | undefined> {
  const { rows } = await sql<{ attempts: number; isParked: boolean }>`
    update outbox set
      attempts = attempts + 1,
      last_error = ${reason},
      lease_until = clock_timestamp()
        + ${backoffMs / 1_000}::float8 * power(2, attempts) * interval '1 second',
      parked_at = case when attempts + 1 >= ${maxAttempts}::int then clock_timestamp() end
    where id = ${id}
    returning attempts, parked_at is not null as "isParked"`.execute(kysely)
  return rows[0]
}

/** Deletes rows whose records Kafka has acknowledged. */
export async function deleteRows(
  kysely: QueryExecutorProvider,
  ids: readonly string[],
): Promise<void> {
  await sql`delete from outbox where id = any(${ids}::uuid[])`.execute(kysely)
}

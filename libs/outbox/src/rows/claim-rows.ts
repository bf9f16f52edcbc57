import { type HeaderValue, restoreMessage } from '@tailspan/kafka'
import { type QueryExecutorProvider, type RawBuilder, sql } from '@tailspan/postgres'
import { inMs, type OutboxRow } from './outbox-rows.ts'

/** A row that this process may send now; `seq`, a number as text, is the order within its aggregate. */
export type ClaimedRow = OutboxRow & { readonly aggregateId: string; readonly seq: string }

type Claim = Some & { readonly shards: readonly number[]; readonly of: number }

/** At most `limit` rows, none of the topics in `full`. */
type Some = { readonly limit: number; readonly full: readonly string[] }

type StoredRow = {
  readonly id: string
  readonly seq: string
  readonly aggregatetype: string
  readonly aggregateid: string
  readonly payload: string
  readonly headers: Record<string, HeaderValue>
}

/**
 * Leases the oldest row of each aggregate; while that row is leased, put off or parked, its aggregate waits.
 * A single statement, so that no transaction is open while the rows are sent.
 */
export function claimRows(
  kysely: QueryExecutorProvider,
  { shards, of, limit, full }: Claim,
  leaseMs: number,
): Promise<ClaimedRow[]> {
  const oldest = sql`
    select id from outbox this
    where parked_at is null
      and (lease_until is null or lease_until < clock_timestamp())
      and aggregatetype <> all(${full}::text[])
      and (hashtext(aggregateid) & 2147483647) % ${of}::int = any(${shards}::int[])
      and not exists (
        select from outbox older
        where older.aggregateid = this.aggregateid and older.seq < this.seq)
    order by seq
    limit ${limit}`
  return lease(kysely, oldest, leaseMs)
}

type Followers = Some & { readonly perAggregate: number }

/** Leases the rows right behind `heads` in their aggregates, up to the first that may not be claimed. */
export function claimFollowers(
  kysely: QueryExecutorProvider,
  { heads, perAggregate, limit, full }: Followers & { readonly heads: readonly ClaimedRow[] },
  leaseMs: number,
): Promise<ClaimedRow[]> {
  const aggregates = heads.map(({ aggregateId }) => aggregateId)
  const seqs = heads.map(({ seq }) => seq)
  const behind = sql`
    select follower.id
    from unnest(${aggregates}::text[], ${seqs}::bigint[]) as head (aggregateid, seq)
    cross join lateral (
      select id, seq, bool_and(
        parked_at is null and (lease_until is null or lease_until < clock_timestamp())
        and aggregatetype <> all(${full}::text[])
      ) over (order by seq) as is_free
      from (
        select * from outbox
        where aggregateid = head.aggregateid and seq > head.seq
        order by seq
        limit ${perAggregate}) next) follower
    where is_free
    order by head.seq, follower.seq
    limit ${limit}`
  return lease(kysely, behind, leaseMs)
}

async function lease(
  kysely: QueryExecutorProvider,
  chosen: RawBuilder<unknown>,
  leaseMs: number,
): Promise<ClaimedRow[]> {
  const { rows } = await sql<StoredRow>`
    update outbox set lease_until = ${inMs(leaseMs)}
    where id = any(array(${chosen}))
    returning id, seq, aggregatetype, aggregateid, payload::text, headers`.execute(kysely)
  return rows.map(toClaimedRow)
}

function toClaimedRow(row: StoredRow): ClaimedRow {
  const { id, seq, aggregatetype: topic, aggregateid: key, payload: value, headers } = row
  return { id, seq, aggregateId: key, message: restoreMessage({ topic, key, value, headers }) }
}

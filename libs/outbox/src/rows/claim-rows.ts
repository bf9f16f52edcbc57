import { type HeaderValue, restoreMessage } from '@tailspan/kafka'
import { type QueryExecutorProvider, type RawBuilder, sql } from '@tailspan/postgres'
import { inMs, type OutboxRow } from './outbox-rows.ts'

/** A row that this process may send now; `seq`, a number as text, is the order within its aggregate. */
export type ClaimedRow = OutboxRow & {
  readonly aggregateId: string
  readonly seq: string
  /** It has failed before, while others of its topic were acknowledged, or because of its record. */
  readonly isRetried: boolean
}

/** At most `limit` rows, none of the topics in `full`. */
export type Some = { readonly limit: number; readonly full: readonly string[] }

type Claim = Some & {
  readonly shards: readonly number[]
  readonly of: number
  /** How many of the rows may be retried ones, and of which topics none. */
  readonly retried: Some
  /** Looks at the rows behind this `seq`. */
  readonly after: string
}

/** `seen` is where the next claim goes on; undefined when this one has seen the last row of the table. */
export type Claimed = { readonly rows: readonly ClaimedRow[]; readonly seen: string | undefined }

type StoredRow = {
  readonly id: string
  readonly seq: string
  readonly aggregatetype: string
  readonly aggregateid: string
  readonly payload: string
  readonly headers: Record<string, HeaderValue>
  readonly retried: boolean
}

// A claim that finds nothing has read this many rows at most: 5 to 10 ms, however much waits.
const looksAt = 5_000

/**
 * Leases the oldest row of each aggregate; while that row is leased, put off or parked, its aggregate waits.
 * A single statement, so that no transaction is open while the rows are sent. It looks at the next rows behind `after`
 * only, and says how far it has seen.
 */
export async function claimRows(
  kysely: QueryExecutorProvider,
  { shards, of, limit, full, retried, after }: Claim,
  leaseMs: number,
): Promise<Claimed> {
  const next = sql`from outbox where seq > ${after}::bigint order by seq`
  const oldest = sql`
    select id from (
      select id, last_error, count(last_error) over (order by seq rows unbounded preceding) as retried
      from (select * ${next} limit ${looksAt}) this
      where parked_at is null
        and (lease_until is null or lease_until < clock_timestamp())
        and aggregatetype <> all(
          case when last_error is null then ${full}::text[] else ${retried.full}::text[] end)
        and (hashtext(aggregateid) & 2147483647) % ${of}::int = any(${shards}::int[])
        and not exists (
          select from outbox older
          where older.aggregateid = this.aggregateid and older.seq < this.seq)) free
    where last_error is null or retried <= ${retried.limit}
    limit ${limit}`
  const end = sql`select seq ${next} offset ${looksAt - 1} limit 1`
  const { rows } = await sql<StoredRow | { id: null; seq: string | null }>`
    with claimed as (${lease(oldest, leaseMs)})
    select * from claimed
    union all
    select null, (${end}), null, null, null, null, null
    where (select count(*) from claimed) < ${limit}`.execute(kysely)
  const claimed = rows.filter((row) => row.id !== null).map(toClaimedRow)
  const mark = rows.find((row) => row.id === null)
  return { rows: claimed, seen: mark ? (mark.seq ?? undefined) : lastSeq(claimed) }
}

type Followers = Some & { readonly perAggregate: number }

/** Leases the rows right behind `heads` in their aggregates, up to the first that may not be claimed. */
export async function claimFollowers(
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
  const { rows } = await lease(behind, leaseMs).execute(kysely)
  return rows.map(toClaimedRow)
}

function lease(chosen: RawBuilder<unknown>, leaseMs: number): RawBuilder<StoredRow> {
  return sql<StoredRow>`
    update outbox set lease_until = ${inMs(leaseMs)}
    where id = any(array(${chosen}))
    returning id, seq, aggregatetype, aggregateid, payload::text, headers,
      last_error is not null as retried`
}

function toClaimedRow(row: StoredRow): ClaimedRow {
  const { id, seq, aggregatetype: topic, aggregateid: key, payload: value, headers } = row
  const message = restoreMessage({ topic, key, value, headers })
  return { id, seq, aggregateId: key, message, isRetried: row.retried }
}

function lastSeq(rows: readonly ClaimedRow[]): string {
  return String(rows.reduce((last, { seq }) => Math.max(last, Number(seq)), 0))
}

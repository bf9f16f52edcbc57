import { type QueryExecutorProvider, type RawBuilder, sql } from '@tailspan/postgres'
import { fromSlot } from './slot-lag.ts'

/** First key of all advisory locks of the outbox in this schema. */
export const outboxKey = sql`hashtext(current_schema() || '.outbox')`

/** Second lock key. Held shared by each relay, so that relays can be counted. Keys from 0 on are the shards. */
export const membership = 2_147_483_647

/** Second lock key. Held shared by each instance with EVENTS=debezium until it has stored its last event. */
export const routing = 2_147_483_646

/** Second lock key. Held shared by each instance with EVENTS=relay. Versions before this lock existed hold only `membership`. */
export const sending = 2_147_483_645

/** FROM and WHERE: the granted advisory locks of this outbox with one of these second keys. */
function heldLocks(...keys: readonly number[]): RawBuilder<unknown> {
  return sql`
    from pg_locks
    where locktype = 'advisory' and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())
      and classid = (${outboxKey}::bigint & 4294967295)::oid
      and objid::bigint = any(${keys}::bigint[])`
}

/** Whether an instance with EVENTS=relay runs. */
export function relayLives(): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select ${heldLocks(membership, sending, routing)}
    group by pid having not bool_or(objid::bigint = ${routing}))`
}

/** Whether an instance with EVENTS=debezium runs. */
export function routerLives(): RawBuilder<boolean> {
  return sql<boolean>`exists (select ${heldLocks(routing)})`
}

/** Whether the connector gets rows from now on: its slot is usable, connected or not, and a publication has the outbox. */
export function isRead(slot: string): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (
      select ${fromSlot(slot)}
        and confirmed_flush_lsn is not null and wal_status <> 'lost')
    and exists (
      select from pg_publication_rel join pg_publication on prpubid = pg_publication.oid
      where prrelid = 'outbox'::regclass and pubinsert))`
}

/** Evaluates one of these conditions. */
export async function ask(
  connection: QueryExecutorProvider,
  question: RawBuilder<boolean>,
): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select ${question} as yes`.execute(connection)
  return rows[0]?.yes === true
}

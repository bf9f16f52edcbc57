import { type QueryExecutorProvider, type RawBuilder, sql } from '@tailspan/postgres'
import { fromSlot } from './slot-lag.ts'

/** What the outbox of a schema is locked by: the first key of all its advisory locks. */
export const outboxKey = sql`hashtext(current_schema() || '.outbox')`

/** Second lock key: held shared by each relay, so that relays can be counted. Smaller numbers are shards. */
export const membership = 2_147_483_647

/** Second lock key: held shared by each instance with `EVENTS=debezium` until it has stored its last event. */
export const routing = 2_147_483_646

/** Second lock key: held shared by each instance with `EVENTS=relay`. Versions before this lock existed hold only `membership`. */
export const sending = 2_147_483_645

/** The granted advisory locks of this outbox with one of these second keys. */
function heldLocks(...keys: readonly number[]): RawBuilder<unknown> {
  return sql`
    from pg_locks
    where locktype = 'advisory' and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())
      and classid = (${outboxKey}::bigint & 4294967295)::oid
      and objid::bigint = any(${keys}::bigint[])`
}

/** Whether an instance runs that sends its events itself. */
export function relayLives(): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select ${heldLocks(membership, sending, routing)}
    group by pid having not bool_or(objid::bigint = ${routing}))`
}

/** Whether an instance runs that leaves its events to the connector. */
export function routerLives(): RawBuilder<boolean> {
  return sql<boolean>`exists (select ${heldLocks(routing)})`
}

/** Whether the connector gets what is inserted from now on: its slot reads, and the outbox is published. */
export function isRead(slot: string): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (
      select ${fromSlot(slot)}
        and confirmed_flush_lsn is not null and wal_status <> 'lost')
    and exists (
      select from pg_publication_rel join pg_publication on prpubid = pg_publication.oid
      where prrelid = 'outbox'::regclass and pubinsert))`
}

/** The answer to one of these questions. */
export async function ask(
  connection: QueryExecutorProvider,
  question: RawBuilder<boolean>,
): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select ${question} as yes`.execute(connection)
  return rows[0]?.yes === true
}

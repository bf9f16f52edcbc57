import { type QueryExecutorProvider, type RawBuilder, sql } from '@tailspan/postgres'

/** FROM and WHERE: the connector's replication slot; a slot of another database does not count. */
export const fromSlot = (slot: string): RawBuilder<unknown> => sql`
  from pg_replication_slots where slot_name = ${slot} and database = current_database()`

/** How far the connector is behind. */
export type SlotLag = {
  /** The part of the server's log that the connector has not confirmed; the server keeps it. */
  readonly bytes: number
  /** 1 while a connector is connected, else 0. */
  readonly readers: number
}

/** Reads how far the connector is behind; undefined without a slot. */
export async function readSlotLag(
  kysely: QueryExecutorProvider,
  slot: string,
): Promise<SlotLag | undefined> {
  const { rows } = await sql<SlotLag>`
    select active::int as readers,
      pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(confirmed_flush_lsn, restart_lsn))::float8 as bytes
    ${fromSlot(slot)}
      and coalesce(confirmed_flush_lsn, restart_lsn) is not null`.execute(kysely)
  return rows[0]
}

/** The end of the log now: a slot that has confirmed it has published everything that was committed before. */
export async function readLogEnd(connection: QueryExecutorProvider): Promise<string> {
  const { rows } = await sql<{ end: string }>`
    select pg_current_wal_lsn()::text as "end"`.execute(connection)
  return rows[0]?.end ?? '0/0'
}

/** Whether the connector has published everything up to `end`; true, too, when its slot is missing or lost. */
export function hasConfirmed(slot: string, end: string): RawBuilder<boolean> {
  return sql<boolean>`not exists (
    select ${fromSlot(slot)} and wal_status <> 'lost'
      and confirmed_flush_lsn < ${end}::pg_lsn)`
}

import type pg from 'pg'

/** How the outbox of the order service stands at one moment. */
export type Sample = {
  readonly atSeconds: number
  /** Deleted and updated rows that nobody has cleaned up yet, as PostgreSQL counts them. */
  readonly deadRows: number
  readonly tableKb: number
  readonly indexKb: number
  readonly autovacuums: number
  readonly waiting: number
  /** How long the oldest row has waited to be sent. */
  readonly oldestMs: number
}

const statement = `
  select s.n_dead_tup::int as "deadRows", s.autovacuum_count::int as "autovacuums",
    pg_relation_size(s.relid)::float / 1024 as "tableKb",
    pg_indexes_size(s.relid)::float / 1024 as "indexKb",
    (select count(*)::int from "order".outbox) as waiting,
    (select coalesce(1000 * extract(epoch from max(clock_timestamp() - created_at)), 0)::float
       from "order".outbox) as "oldestMs"
  from pg_stat_user_tables s where s.schemaname = 'order' and s.relname = 'outbox'`

/** Asks PostgreSQL how the outbox stands. */
export async function takeSample(database: pg.Client, beginMs: number): Promise<Sample> {
  const { rows } = await database.query(statement)
  return { atSeconds: Math.round((performance.now() - beginMs) / 100) / 10, ...rows[0] }
}

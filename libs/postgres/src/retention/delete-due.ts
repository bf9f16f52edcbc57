import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { DatabaseUnavailable } from '../faults/database-error.ts'
import { createPieceSize } from './piece-size.ts'

/** Which rows are due: those whose time lies further back than this. */
export type Due = {
  readonly table: string
  /** A timestamptz with an index of its own. */
  readonly column: string
  readonly olderThanMs: number
}

/** How a sweep behaves beside other work. */
export type SweepOptions = {
  readonly signal: AbortSignal
  /** No statement takes longer. */
  readonly longestMs: number
}

/**
 * Deletes what is due, however much it is, in pieces that fit the limit of a statement.
 *
 * shape:   each piece begins where the one before it ended, so that it does not read again what is dead already;
 *          rows that somebody has locked are left to the next sweep, nobody waits for anybody
 * units:   returns the number of rows; after each piece it rests as long as that took
 * errors:  database-unavailable, also when even the smallest piece takes too long
 * repeats: several sweeps at once share the work; an aborted signal ends it between two pieces
 */
export async function deleteDue(
  database: Pick<Database<unknown>, 'kysely'>,
  due: Due,
  { signal, longestMs }: SweepOptions,
): Promise<number> {
  const size = createPieceSize(longestMs / 4)
  const before = await readMoment(database, due.olderThanMs)
  let total = 0
  for (let after = '-infinity'; !signal.aborted; ) {
    const limit = size.rows()
    const startedAt = performance.now()
    const piece = { after, before, limit, longestMs }
    const gone = await deletePiece(database, due, piece).catch(unlessTooLong)
    const tookMs = performance.now() - startedAt
    if (gone) {
      size.fitted(tookMs)
      total += gone.rows
      after = gone.last ?? after
      if (gone.rows < limit) return total
    } else if (!size.tookTooLong()) throw new DatabaseUnavailable('retention took too long', slow)
    await pause(Math.min(tookMs, longestMs), undefined, { signal }).catch(() => {})
  }
  return total
}

const slow = { connectionLost: false }

// By the clock of the database, and as text: a Date would lose microseconds.
async function readMoment(
  { kysely }: Pick<Database<unknown>, 'kysely'>,
  agoMs: number,
): Promise<string> {
  const { rows } = await sql<{ moment: string }>`
    select (clock_timestamp() - ${agoMs / 1_000}::float8 * interval '1 second')::text as moment`.execute(
    kysely,
  )
  return rows[0]?.moment ?? '-infinity'
}

type Piece = {
  readonly after: string
  readonly before: string
  readonly limit: number
  readonly longestMs: number
}
type Gone = { readonly rows: number; readonly last: string | null }

// Only the index on the time gives a few rows without reading all of them, which a planner without statistics
// does rather than that (400 of 200,000 rows: 110 ms instead of 3). In a partitioned table a ctid is one of each part.
function deletePiece(
  { kysely }: Pick<Database<unknown>, 'kysely'>,
  { table, column }: Due,
  { after, before, limit, longestMs }: Piece,
): Promise<Gone> {
  const [from, time] = [sql.id(table), sql.id(column)]
  return kysely.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = ${sql.lit(longestMs)}`.execute(tx)
    await sql`set local enable_sort = off`.execute(tx)
    await sql`set local enable_bitmapscan = off`.execute(tx)
    const { rows } = await sql<Gone>`
      with due as materialized (
        select tableoid as part, ctid as place from ${from}
        where ${time} >= ${after}::timestamptz and ${time} < ${before}::timestamptz
        order by ${time} limit ${limit}
        for update skip locked),
      gone as (
        delete from ${from}
        where ctid = any(array(select place from due)) and (tableoid, ctid) in (select part, place from due)
        returning ${time} as at)
      select count(*)::int as rows, max(at)::text as last from gone`.execute(tx)
    return rows[0] ?? { rows: 0, last: null }
  })
}

function unlessTooLong(error: unknown): undefined {
  const { code } = ((error as Error).cause ?? {}) as { code?: string }
  if (code !== '57014') throw error
  return undefined
}

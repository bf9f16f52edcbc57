import pg from 'pg'

// Long enough for the next question of a test that asks until something holds, short enough to delay no end of a test.
const keptMs = 250

const pools = new Map<string, pg.Pool>()

/**
 * Reads rows from PostgreSQL, knowing nothing of our own library.
 *
 * shape:   `values` stand for $1, $2 … in the statement
 * errors:  the database does not answer, the statement is wrong
 * repeats: a connection is kept for a quarter of a second, for a test that asks again and again
 */
export async function readRows<Row extends object>(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await poolOf(url).query<Row>(statement, [...values])).rows
}

function poolOf(connectionString: string): pg.Pool {
  const known = pools.get(connectionString)
  if (known) return known
  const pool = new pg.Pool({ connectionString, idleTimeoutMillis: keptMs, allowExitOnIdle: true })
  // A server that stops ends what is kept; the next question connects anew.
  pool.on('error', () => {})
  pools.set(connectionString, pool)
  return pool
}

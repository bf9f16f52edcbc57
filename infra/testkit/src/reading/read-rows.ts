import pg from 'pg'

/**
 * Reads rows from PostgreSQL, knowing nothing of our own library.
 *
 * shape:   `values` stand for $1, $2 … in the statement
 * errors:  the database does not answer, the statement is wrong
 * repeats: each call has a connection of its own
 */
export async function readRows<Row extends object>(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(statement, [...values])).rows
  } finally {
    await client.end()
  }
}

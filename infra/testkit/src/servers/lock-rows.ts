import pg from 'pg'

/**
 * Opens a transaction with this statement in it and leaves it open: statements that need what it locks wait.
 *
 * shape:   disposing of it rolls the transaction back
 * errors:  the database does not answer, the statement is wrong
 * repeats: each call has a connection of its own
 */
export async function lockRows(url: string, statement: string): Promise<AsyncDisposable> {
  const client = new pg.Client({ connectionString: url })
  // A server that is stopped meanwhile takes the lock with it.
  client.on('error', () => {})
  await client.connect()
  await client.query('begin')
  await client.query(statement)
  return { [Symbol.asyncDispose]: () => client.end() }
}

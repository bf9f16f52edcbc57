import pg from 'pg'
import type { TestDatabase } from './create-test-database.ts'

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

/** How many statements of this database wait for a lock, of those that are `like` this. */
export async function countWaiting(
  { query }: Pick<TestDatabase, 'query'>,
  like = '%',
): Promise<number> {
  const statement = `select from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database() and query like $1`
  return (await query(statement, [like])).length
}

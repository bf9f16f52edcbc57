import pg from 'pg'
import { uniqueId } from '../unique-id.ts'

/** A database that belongs to one test, read without our own PostgreSQL library. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  /** As in DATABASE_URL; its user may do everything. */
  readonly url: string
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  /** Deletes it, also while clients are connected. */
  close(): Promise<void>
}

/**
 * Creates an empty database for one test.
 *
 * errors:  no PostgreSQL answers at `postgresUrl`
 * repeats: close may be called again
 */
export async function createTestDatabase(postgresUrl: string): Promise<TestDatabase> {
  const name = uniqueId('test').replaceAll('-', '_')
  await runOnce(postgresUrl, `CREATE DATABASE ${name}`)
  const url = Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href
  const client = new pg.Client({ connectionString: url })
  // The server ends this connection when a test stops it; the next query tells of it.
  client.on('error', () => {})
  await client.connect()
  const close = async () => {
    await client.end().catch(() => {})
    await runOnce(postgresUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
  return {
    name,
    url,
    query: async (sql, values = []) => (await client.query(sql, [...values])).rows,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function runOnce(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

import { createTestDatabase, infrastructure, type TestDatabase } from '@tailspan/testkit'
import { createDatabase, type Database, type DatabaseOptions } from '../src/index.ts'

/** The one table of these tests. */
export type Tables = { tea: { sku: string; pieces: number } }

export type OpenDatabase = AsyncDisposable & {
  readonly database: Database<Tables>
  /** Looks from outside, without the library under test. */
  readonly outside: TestDatabase
  readonly warnings: { event: string; fields: unknown }[]
  readonly errors: OpenDatabase['warnings']
}

const running = new AbortController().signal

type Options = Partial<DatabaseOptions> & {
  readonly via?: { readonly port: number }
  /** A superuser's URL of another server than the shared one. */
  readonly server?: string
}

/** A started database of its own for one test, with a table in it. */
export async function openDatabase({
  server,
  via,
  ...options
}: Options = {}): Promise<OpenDatabase> {
  const outside = await createTestDatabase(server ?? infrastructure().postgresUrl)
  await outside.query('create table tea (sku text primary key, pieces int not null)')
  const warnings: OpenDatabase['warnings'] = []
  const errors: OpenDatabase['errors'] = []
  const log = {
    info() {},
    error: (event: string, fields?: unknown) => void errors.push({ event, fields }),
    warn: (event: string, fields?: unknown) => void warnings.push({ event, fields }),
  }
  const url = via ? throughPort(outside.url, via.port) : outside.url
  const database = createDatabase<Tables>({ log, ...options, url })
  await database.actor.start(running)
  return {
    database,
    outside,
    warnings,
    errors,
    async [Symbol.asyncDispose]() {
      await database.actor.stop(AbortSignal.abort())
      await outside.close()
    },
  }
}

/** The same database, reached through another port. */
export function throughPort(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl)
  url.port = String(port)
  return url.href
}

/** Ends the connection of this database that is in a transaction, as an administrator would. */
export async function killTransactions(outside: TestDatabase): Promise<void> {
  await outside.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'tailspan'`,
  )
}

/** From now on each transaction that writes tea is refused at its commit, with this SQLSTATE. */
export async function refuseCommits(outside: TestDatabase, sqlState: string): Promise<void> {
  await outside.query(
    `create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'no' using errcode = '${sqlState}'; end $$`,
  )
  await outside.query(
    `create constraint trigger late after insert on tea deferrable initially deferred
      for each row execute function refuse()`,
  )
}

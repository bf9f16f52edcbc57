import { dropParked, listParked, type ParkedRow, releaseParked } from '@tailspan/outbox'
import {
  createDatabase,
  type Database,
  DatabaseUnavailable,
  type QueryExecutorProvider,
  sql,
} from '@tailspan/postgres'
import { CannotDo } from '../cannot-do.ts'
import { silentLog } from './silent-log.ts'

/** A parked row, with the service whose outbox it is in. */
export type Parked = ParkedRow & { readonly service: string; readonly home: Home }

/** One outbox: a schema of a database. */
type Home = { readonly database: Database<unknown>; readonly schema: string }

/** The outboxes of all services that the databases show. */
export type Outboxes = AsyncDisposable & {
  list(): Promise<Parked[]>
  /** False when it is not parked any more. */
  release(row: Parked): Promise<boolean>
  drop(row: Parked): Promise<boolean>
}

/** Opens the databases of these URLs; nothing connects before it is asked. */
export function openOutboxes(urls: readonly string[]): Outboxes {
  const databases = urls.map((url) => ({
    url,
    database: createDatabase<unknown>({ url, name: 'dlt', log: silentLog, maxConnections: 1 }),
  }))
  return {
    async list() {
      const lists = await Promise.all(
        databases.map(({ url, database }) => named(url, listOf(database))),
      )
      // Two roles may see the same outbox.
      return [...new Map(lists.flat().map((row) => [row.id, row])).values()]
    },
    release: ({ home, id }) => within(home, (tx) => releaseParked(tx, id)),
    drop: ({ home, id }) => within(home, (tx) => dropParked(tx, id)),
    async [Symbol.asyncDispose]() {
      const over = AbortSignal.timeout(1_000)
      await Promise.all(databases.map(({ database }) => database.actor.stop(over)))
    },
  }
}

async function listOf(database: Database<unknown>): Promise<Parked[]> {
  const homes = (await schemasOf(database)).map((schema) => ({ database, schema }))
  const lists: Parked[] = []
  for (const home of homes) {
    const rows = await within(home, listParked)
    lists.push(...rows.map((row) => ({ ...row, service: home.schema, home })))
  }
  return lists
}

/** Every schema with an outbox that this role may see: each service has one of its own name. */
async function schemasOf({ kysely }: Database<unknown>): Promise<string[]> {
  const { rows } = await sql<{ schema: string }>`
    select nspname as schema from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
    where relname = 'outbox' and relkind = 'r'
      and exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'parked_at')
      and has_schema_privilege(pg_namespace.oid, 'usage')
      and has_table_privilege(pg_class.oid, 'select')
    order by nspname`.execute(kysely)
  return rows.map(({ schema }) => schema)
}

function within<T>(
  { database, schema }: Home,
  work: (tx: QueryExecutorProvider) => Promise<T>,
): Promise<T> {
  return database.kysely.transaction().execute(async (tx) => {
    await sql`set local search_path to ${sql.id(schema)}`.execute(tx)
    return work(tx)
  })
}

function named<T>(url: string, asked: Promise<T>): Promise<T> {
  const { host, pathname } = new URL(url)
  return asked.catch((cause) => {
    if (!(cause instanceof DatabaseUnavailable)) throw cause
    const sentence = `PostgreSQL at ${host}${pathname}: ${cause.message}`
    throw new CannotDo('database-unavailable', sentence, { kind: 'unavailable', cause })
  })
}

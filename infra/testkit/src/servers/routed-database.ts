import { readFile } from 'node:fs/promises'
import type { Connect } from '@tailspan/local'
import { readRows } from '../reading/read-rows.ts'
import { createTestDatabase, type TestDatabase } from './create-test-database.ts'
import type { LogicalPostgres } from './debezium.ts'

/** A database with the outboxes of two services, as a connector reads them. */
export type RoutedDatabase = AsyncDisposable & {
  /** Leads into the schema of the first service. */
  readonly url: string
  /** Works again after a crash of the server. */
  readonly query: TestDatabase['query']
  startConnector(): Promise<Connect>
}

const read = (path: string) => readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8')

// Encoded in the URL, and handed to the connector as it is.
const password = 'a#b'

/** Creates the tables of the library and the publication of Compose. */
export async function createRoutedDatabase(postgres: LogicalPostgres): Promise<RoutedDatabase> {
  await using undo = new AsyncDisposableStack()
  const database = undo.use(await createTestDatabase(postgres.adminUrl))
  await createTables(database)
  const created = undo.move()
  const { url } = database
  const { href } = Object.assign(new URL(url), { username: 'debezium', password })
  return {
    url,
    query: (sql, values) => readRows(url, sql, values),
    startConnector: () => postgres.startConnector(href),
    [Symbol.asyncDispose]: () => created.disposeAsync(),
  }
}

async function createTables({ name, query }: TestDatabase): Promise<void> {
  await query('create schema first; create schema "the second"; set search_path = first')
  await query(`alter database ${name} set search_path = first`)
  for (const table of ['outbox', 'outbox-routed', 'inbox'])
    await query(await read(`libs/outbox/migrations/${table}.sql`))
  await query('create table "the second".outbox (like outbox including all)')
  await query(await read('infra/compose/debezium/publication.sql'))
  await query(`alter role debezium password '${password}'`)
}

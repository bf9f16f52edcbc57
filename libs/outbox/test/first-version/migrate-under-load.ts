import { readdir } from 'node:fs/promises'
import { createDatabase } from '@tailspan/postgres'
import { eventually, lockRows, type TestDatabase } from '@tailspan/testkit'
import { silent } from '../open-outbox.ts'
import { filesOf, migrationsOf, type Service } from './open-first-version.ts'
import { watchLocks } from './watch-locks.ts'

type Migrated = {
  /** For how long a table was waited for at most. */
  readonly longestMs: number
  /** What has run that the first version did not have, and what should have. */
  readonly ran: readonly string[]
  readonly expected: readonly string[]
}

/** Starts the database of the newest version, while somebody reads all tables in one long transaction, as a backup does. */
export async function migrateUnderLoad(
  service: Service,
  { url, query }: TestDatabase,
): Promise<Migrated> {
  const watch = await watchLocks(url)
  const tables = await query<{ name: string }>(
    'select tablename as name from pg_tables where schemaname = current_schema()',
  )
  const reader = await lockRows(
    url,
    `lock table ${tables.map(({ name }) => name).join()} in access share mode`,
  )
  const seen = { end: false }
  const warn = () => {
    seen.end = true
  }
  const migrations = migrationsOf(service)
  const { actor } = createDatabase({ url, migrations, log: { ...silent, warn } })
  const started = actor.start(new AbortController().signal).then(warn)
  // It is through, or gives way and tries again later.
  await eventually(() => seen.end)
  await reader[Symbol.asyncDispose]()
  await started
  await actor.stop(AbortSignal.timeout(1_000))
  const longestMs = await watch.stop()
  const ran = await query<{ name: string }>('select name from schema_migrations order by name')
  return { longestMs, ran: ran.map(({ name }) => name), expected: await newFilesOf(service) }
}

async function newFilesOf(service: Service): Promise<string[]> {
  const files = (await readdir(migrationsOf(service))).map((file) => file.slice(0, -4)).sort()
  return files.filter((name) => !filesOf(service).includes(name))
}

import { sql } from 'kysely'
import type { Session } from '../sessions/with-session.ts'
import { createChecksums, noteChecksum } from './checksums.ts'
import type { Migration } from './read-migrations.ts'

/** Makes the tables that remember which files were run, and what they said. */
export async function createRecord(session: Session): Promise<void> {
  await sql`
    create table if not exists schema_migrations (
      name       text primary key,
      applied_at timestamptz not null default clock_timestamp()
    )`.execute(session)
  await createChecksums(session)
}

/**
 * Which files were run in this schema.
 *
 * The first versions had kysely's migrator, which refuses to start where a file was run that it does not
 * have. So its table is read and not written to: an instance of such a version can still start beside this one.
 */
export async function readApplied(session: Session): Promise<ReadonlySet<string>> {
  const own = await sql<Row>`select name from schema_migrations`.execute(session)
  const { rows } = await sql<{ found: boolean }>`
    select to_regclass(quote_ident(current_schema()) || '.kysely_migration') is not null as found`.execute(
    session,
  )
  const former = rows[0]?.found
    ? (await sql<Row>`select name from kysely_migration`.execute(session)).rows
    : []
  return new Set([...own.rows, ...former].map(({ name }) => name))
}

type Row = { readonly name: string }

/** Remembers that a file was run, and what it said; in its transaction, where it has one. */
export async function recordApplied(session: Session, migration: Migration): Promise<void> {
  const { name } = migration
  await sql`insert into schema_migrations (name) values (${name})`.execute(session)
  await noteChecksum(session, migration)
}

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Session } from '../sessions/with-session.ts'
import { MigrationEdited } from './migration-edited.ts'
import { type Migration, splitStatements } from './read-migrations.ts'

/** Makes the table that remembers what each file said when it was run. */
export async function createChecksums(session: Session): Promise<void> {
  await sql`
    create table if not exists schema_checksums (
      name     text primary key,
      checksum text not null
    )`.execute(session)
}

/**
 * Compares the files that were run with what they said then.
 *
 * errors:  migration-edited
 * repeats: what an earlier version has run is noted as it is now, and compared from then on
 */
export async function compareChecksums(
  session: Session,
  applied: readonly Migration[],
): Promise<void> {
  const { rows } = await sql<Row>`select name, checksum from schema_checksums`.execute(session)
  const noted = new Map(rows.map(({ name, checksum }) => [name, checksum]))
  const edited = applied.filter(
    (one) => (noted.get(one.name) ?? checksumOf(one)) !== checksumOf(one),
  )
  if (edited.length > 0) throw new MigrationEdited(edited.map(({ name }) => name))
  for (const migration of applied.filter(({ name }) => !noted.has(name)))
    await noteChecksum(session, migration)
}

type Row = { readonly name: string; readonly checksum: string }

/** Remembers what a file says; in its transaction, where it has one. */
export async function noteChecksum(session: Session, migration: Migration): Promise<void> {
  const { name } = migration
  await sql`insert into schema_checksums values (${name}, ${checksumOf(migration)})`.execute(
    session,
  )
}

// A comment may be corrected, and a formatter may have been there: neither changes what was run.
function checksumOf({ text }: Migration): string {
  const statements = splitStatements(text).map((statement) => statement.replaceAll(/\s+/g, ' '))
  return createHash('sha256').update(statements.join(';\n')).digest('hex')
}

import { sql } from 'kysely'
import type { Session } from '../sessions/with-session.ts'
import { recordApplied } from './applied-migrations.ts'
import { type Migration, splitStatements } from './read-migrations.ts'

// A lock that is waited for holds up everybody behind it: not for long, then.
const lockTimeoutMs = 300

/**
 * Runs one file and remembers it.
 *
 * errors:  database-unavailable with 55P03 when a lock is not to be had soon
 * repeats: a file with a transaction leaves nothing behind when it fails; one without begins anew,
 *          so each of its statements must bear to be repeated
 */
export async function runMigration(session: Session, migration: Migration): Promise<void> {
  if (migration.inTransaction) return runInTransaction(session, migration)
  for (const statement of splitStatements(migration.text)) await runAlone(session, statement)
  await recordApplied(session, migration)
}

async function runInTransaction(session: Session, migration: Migration): Promise<void> {
  await limitLocks(session, lockTimeoutMs)
  await session.transaction().execute(async (tx) => {
    await sql.raw(migration.text).execute(tx)
    await recordApplied(tx, migration)
  })
}

// What works concurrently waits for transactions, not for tables: nobody is held up by it, however long.
async function runAlone(session: Session, statement: string): Promise<void> {
  await limitLocks(session, /\bconcurrently\b/i.test(statement) ? 0 : lockTimeoutMs)
  await sql.raw(statement).execute(session)
}

async function limitLocks(session: Session, ms: number): Promise<void> {
  await sql`set lock_timeout = ${sql.lit(ms)}`.execute(session)
}

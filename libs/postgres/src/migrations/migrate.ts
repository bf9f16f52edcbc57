import { setTimeout as pause } from 'node:timers/promises'
import { TailspanError } from '@tailspan/errors'
import type { Log } from '@tailspan/telemetry'
import { sql } from 'kysely'
import type { Session } from '../sessions/with-session.ts'
import { createRecord, readApplied } from './applied-migrations.ts'
import { compareChecksums } from './checksums.ts'
import { MigrationFailed } from './migration-failed.ts'
import { type Migration, readMigrations } from './read-migrations.ts'
import { runMigration } from './run-migration.ts'

/** What migrations need beside their files. */
export type MigrateNeeds = {
  readonly session: Session
  readonly log: Pick<Log, 'warn'>
  readonly signal: AbortSignal
}

const lockedPauseMs = 100
const retryPauseMs = 1_000

/**
 * Brings the schema up to date and returns the names of what was run.
 *
 * shape:   each new file in a transaction of its own, under a lock: several instances may start at once;
 *          files that only a newer version has are no fault, so that a version can be taken back
 * errors:  migration-failed, migration-edited, database-unavailable
 * repeats: a file runs once in the life of a schema
 */
export async function migrate(folder: string, needs: MigrateNeeds): Promise<string[]> {
  const { session, signal } = needs
  await assertSchema(session)
  await takeLock(session, signal)
  await createRecord(session)
  const applied = await readApplied(session)
  const files = await readMigrations(folder)
  const known = files.filter(({ name }) => applied.has(name))
  const fresh = files.filter(({ name }) => !applied.has(name))
  await compareChecksums(session, known)
  for (const migration of fresh) await runWhenFree(migration, needs)
  return fresh.map(({ name }) => name)
}

async function assertSchema(session: Session): Promise<void> {
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(
    session,
  )
  if (rows[0]?.name) return
  throw new MigrationFailed('none', {
    cause: new Error('the role has no schema in its search path'),
  })
}

// Asked for again and again: an index that is built concurrently waits for every statement that waits, so
// who waited for its lock in a statement would wait in a circle. It ends with the session.
async function takeLock(session: Session, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ taken: boolean }>`
      select pg_try_advisory_lock(hashtext(current_schema() || '.migrations'), 0) as taken`.execute(
      session,
    )
    if (rows[0]?.taken) return
    await pause(lockedPauseMs, undefined, { signal })
  }
}

// Who waits for a table that somebody reads holds up everybody who comes after: so not for long, and again later.
async function runWhenFree(migration: Migration, needs: MigrateNeeds): Promise<void> {
  const { session, log, signal } = needs
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runMigration(session, migration)
    } catch (err) {
      if (!isLocked(err)) throw explain(migration, err)
      log.warn('postgres.migration-waits', { migration: migration.name, attempt })
    }
    await pause(retryPauseMs * (1 + Math.random()), undefined, { signal })
  }
}

function isLocked(err: unknown): boolean {
  const { code } = ((err as Error).cause ?? {}) as { code?: string }
  return code === '55P03' || code === '40P01'
}

function explain({ name }: Migration, error: unknown): unknown {
  const isPassing = error instanceof TailspanError && error.kind === 'unavailable'
  return isPassing ? error : new MigrationFailed(name, { cause: error })
}

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TailspanError } from '@tailspan/errors'
import { type Kysely, sql } from 'kysely'
import { type MigrationProvider, Migrator } from 'kysely/migration'

/** A migration does not run: the service cannot start. */
export class MigrationFailed extends TailspanError {
  constructor(name: string, options: ErrorOptions) {
    super('migration-failed', 'internal', `migration ${name} does not run`, options)
  }
}

/**
 * Brings the schema up to date and returns the names of what was run.
 *
 * shape:   all new files together in one transaction, under a lock: several instances may start at once
 * errors:  migration-failed, database-unavailable
 * repeats: a file runs once in the life of a schema
 */
export async function migrate(kysely: Kysely<unknown>, folder: string): Promise<string[]> {
  const migrator = new Migrator({
    db: kysely,
    provider: sqlFiles(folder),
    // Named, because kysely would otherwise take another service's table for its own.
    migrationTableSchema: await currentSchema(kysely),
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (!error) return results.map(({ migrationName }) => migrationName)
  if (error instanceof TailspanError && error.kind === 'unavailable') throw error
  const failed = results.find(({ status }) => status === 'Error')?.migrationName ?? folder
  throw new MigrationFailed(failed, { cause: error })
}

async function currentSchema(kysely: Kysely<unknown>): Promise<string> {
  const query = sql<{ name: string | null }>`select current_schema() as name`
  const name = (await query.execute(kysely)).rows[0]?.name
  if (name) return name
  throw new MigrationFailed('none', {
    cause: new Error('the role has no schema in its search path'),
  })
}

function sqlFiles(folder: string): MigrationProvider {
  return {
    async getMigrations() {
      const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
      return Object.fromEntries(
        files.map((file) => [file.slice(0, -4), { up: runFile(folder, file) }]),
      )
    },
  }
}

function runFile(folder: string, file: string) {
  return async function up(kysely: Kysely<unknown>): Promise<void> {
    await sql.raw(await readFile(join(folder, file), 'utf8')).execute(kysely)
  }
}

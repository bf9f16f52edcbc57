import type { Actor } from '@tailspan/lifecycle'
import { createRetention, type Database } from '@tailspan/postgres'
import type { Log } from '@tailspan/telemetry'

type Options<Tables> = {
  readonly database: Pick<Database<Tables>, 'kysely'>
  readonly log: Log
  readonly olderThanMs?: number
  readonly everyMs?: number
}

const dayMs = 86_400_000

/**
 * Keeps the inbox from growing without limit; list it after the database.
 *
 * units:  olderThanMs, 14 days by default: more than topics and dead letters are kept; everyMs, an hour
 * errors: none: a database that is away is asked again the next time
 */
export function createInboxRetention<Tables>(options: Options<Tables>): Actor {
  const inbox = { table: 'inbox', column: 'taken_at', olderThanMs: 14 * dayMs }
  return createRetention({ ...inbox, ...options })
}

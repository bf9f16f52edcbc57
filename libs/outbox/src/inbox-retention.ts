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
 * units:  olderThanMs, 14 days by default, longer than topics and dead letters are kept; everyMs, an hour by default
 * errors: none: when the database is unavailable, the next run tries again
 */
export function createInboxRetention<Tables>(options: Options<Tables>): Actor {
  const inbox = { table: 'inbox', column: 'taken_at', olderThanMs: 14 * dayMs }
  return createRetention({ ...inbox, ...options })
}

import { setTimeout as delay } from 'node:timers/promises'
import type { Actor } from '@tailspan/lifecycle'
import type { Database } from '@tailspan/postgres'
import type { Log } from '@tailspan/telemetry'
import { forgetTaken } from './inbox.ts'

type Options<Tables> = {
  readonly database: Pick<Database<Tables>, 'kysely'>
  readonly log: Log
  readonly olderThanMs?: number
  readonly everyMs?: number
}

const dayMs = 86_400_000

/**
 * Keeps the inbox from growing for ever; list it after the database.
 *
 * units:  olderThanMs, 14 days by default: more than topics and dead letters are kept; everyMs, an hour
 * errors: none: a database that is away is asked again the next time
 */
export function createInboxRetention<Tables>({
  database,
  log,
  olderThanMs = 14 * dayMs,
  everyMs = 3_600_000,
}: Options<Tables>): Actor {
  async function sweep(): Promise<void> {
    try {
      const rowCount = await forgetTaken(database.kysely, { olderThanMs })
      if (rowCount > 0) log.debug('inbox.forgotten', { rowCount })
    } catch (err) {
      log.warn('inbox.not-swept', { err })
    }
  }
  return {
    name: 'inbox retention',
    async run(signal) {
      while (!signal.aborted) {
        await sweep()
        await delay(everyMs, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}

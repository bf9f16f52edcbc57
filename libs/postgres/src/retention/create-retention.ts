import { setTimeout as pause } from 'node:timers/promises'
import type { Actor } from '@tailspan/lifecycle'
import { inRoot, untilAborted } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import type { Database } from '../database.ts'
import { type Due, deleteDue } from './delete-due.ts'

type Options<Tables> = Due & {
  readonly database: Pick<Database<Tables>, 'kysely'>
  readonly log: Pick<Log, 'debug' | 'warn'>
  readonly everyMs?: number
  readonly longestMs?: number
}

/**
 * Keeps a table from growing without limit; list it after the database.
 *
 * units:  everyMs, an hour; longestMs, a second, which no statement exceeds
 * errors: none: what is not deleted is a warning, and tried again the next time
 */
export function createRetention<Tables>(options: Options<Tables>): Actor {
  const { database, log, table, everyMs = 3_600_000, longestMs = 1_000 } = options
  const over = new AbortController()
  const { signal } = over
  async function sweep(): Promise<void> {
    try {
      const rowCount = await deleteDue(database as Database<unknown>, options, {
        signal,
        longestMs,
      })
      if (rowCount > 0) log.debug('retention.swept', { table, rowCount })
    } catch (err) {
      log.warn('retention.not-swept', { table, err })
    }
  }
  async function sweepNowAndThen(): Promise<void> {
    while (!signal.aborted) {
      await sweep()
      await pause(everyMs, undefined, { signal }).catch(() => {})
    }
  }
  return {
    name: `retention of ${table}`,
    quiesce: () => over.abort(),
    async run(life) {
      const ended = untilAborted(life).then(() => over.abort())
      await inRoot(() => Promise.all([sweepNowAndThen(), ended]))
    },
  }
}

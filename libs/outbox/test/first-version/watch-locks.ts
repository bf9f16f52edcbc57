import { setTimeout as pause } from 'node:timers/promises'
import { createDatabase, sql } from '@tailspan/postgres'
import { silent } from '../open-outbox.ts'

/**
 * How long others are waited for, at tables and at rows; `stop` tells the longest wait, which it looks for many times
 * a second. Not at locks that are taken for the wait: advisory ones, and the old transactions of an index that is built.
 */
export async function watchLocks(url: string): Promise<{ stop(): Promise<number> }> {
  const database = createDatabase<unknown>({ url, log: silent })
  const over = new AbortController()
  let longestMs = 0
  async function watch(): Promise<void> {
    while (!over.signal.aborted) {
      const { rows } = await sql<{ ms: number }>`
        select coalesce(max(extract(epoch from clock_timestamp() - waitstart)) * 1000, 0)::float8 as ms
        from pg_locks where not granted and locktype not in ('advisory', 'virtualxid')
          and pid in (select pid from pg_stat_activity where datname = current_database())`.execute(
        database.kysely,
      )
      longestMs = Math.max(longestMs, rows[0]?.ms ?? 0)
      await pause(10)
    }
  }
  const watching = watch()
  return {
    async stop() {
      over.abort()
      await watching
      await database.actor.stop(AbortSignal.timeout(1_000))
      return longestMs
    },
  }
}

import { setTimeout as pause } from 'node:timers/promises'
import { createDatabase, sql } from '@tailspan/postgres'
import { silent } from '../open-outbox.ts'

/** How long tables are waited for; `stop` tells the longest wait, which it looks for many times a second. */
export async function watchLocks(url: string): Promise<{ stop(): Promise<number> }> {
  const database = createDatabase<unknown>({ url, log: silent })
  const over = new AbortController()
  let longestMs = 0
  async function watch(): Promise<void> {
    while (!over.signal.aborted) {
      const { rows } = await sql<{ ms: number }>`
        select coalesce(max(extract(epoch from clock_timestamp() - waitstart)) * 1000, 0)::float8 as ms
        from pg_locks where not granted and locktype = 'relation'
          and database = (select oid from pg_database where datname = current_database())`.execute(
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

import { setTimeout as pause } from 'node:timers/promises'
import { createDatabase, sql } from '@tailspan/postgres'
import { silent } from '../open-outbox.ts'

const everyMs = 10
const plainlyLateMs = 50

type LockWatch = {
  /** The longest wait that was seen so far, in ms. */
  longestMs(): number
  stop(): Promise<number>
}

/**
 * How long others are waited for, at tables and at rows; `stop` tells the longest wait, which it looks for many times
 * a second. Not at locks that are taken for the wait: advisory ones, and the old transactions of an index that is built.
 *
 * shape: less the time in which the machine stood still: this process was late by it, too
 */
export async function watchLocks(url: string): Promise<LockWatch> {
  const database = createDatabase<unknown>({ url, log: silent })
  const over = new AbortController()
  const still = createStill()
  let longestMs = 0
  async function watch(): Promise<void> {
    while (!over.signal.aborted) {
      const { rows } = await sql<{ ms: number }>`
        select coalesce(max(extract(epoch from clock_timestamp() - waitstart)) * 1000, 0)::float8 as ms
        from pg_locks where not granted and locktype not in ('advisory', 'virtualxid')
          and pid in (select pid from pg_stat_activity where datname = current_database())`.execute(
        database.kysely,
      )
      const waitedMs = rows[0]?.ms ?? 0
      longestMs = Math.max(longestMs, waitedMs - still.within(waitedMs))
      await pause(everyMs)
    }
  }
  const watching = watch()
  return {
    longestMs: () => longestMs,
    async stop() {
      over.abort()
      await watching
      await database.actor.stop(AbortSignal.timeout(1_000))
      return longestMs
    },
  }
}

/** The time that this process was late by, of the last milliseconds. */
function createStill() {
  const late: { readonly untilMs: number; readonly ms: number }[] = []
  let lastMs = performance.now()
  return {
    within(lengthMs: number): number {
      const nowMs = performance.now()
      const ms = nowMs - lastMs - everyMs
      if (ms > plainlyLateMs) late.push({ untilMs: nowMs, ms })
      lastMs = nowMs
      const fromMs = nowMs - lengthMs
      return late.reduce((sum, one) => sum + Math.min(one.ms, Math.max(0, one.untilMs - fromMs)), 0)
    },
  }
}

import { eventually, lockRows, readRows } from '@tailspan/testkit'
import type { Book } from '../ledger/book.ts'

/** Lets no effect be finished: whoever handles a record stands in the middle of it until this is disposed of. */
export async function holdEffects({ where, effects }: Book): Promise<AsyncDisposable> {
  const { holds, mails } = effects.tables
  return lockRows(where.databaseUrl, `lock table ${holds}, ${mails} in share row exclusive mode`)
}

/** Waits until these services stand there; a contender that has lost its orders before has nobody there. */
export async function untilMidHandler({ where }: Book, services: readonly string[]) {
  const statement = `select distinct usename as service from pg_stat_activity
    where wait_event_type = 'Lock' and usename = any($1)`
  const areWaiting = async () => {
    const waiting = await readRows(where.databaseUrl, statement, [services])
    return waiting.length === services.length
  }
  await eventually(areWaiting).catch(() => {})
}

/** Ends what the dead had asked for: PostgreSQL would do it as soon as the lock is gone, without them. */
export async function forgetTheDead({ where }: Book, services: readonly string[]) {
  const statement = `select pg_terminate_backend(pid) from pg_stat_activity
    where wait_event_type = 'Lock' and usename = any($1)`
  await readRows(where.databaseUrl, statement, [services])
}

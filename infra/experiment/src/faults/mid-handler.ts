import { eventually, lockRows, readRows } from '@tailspan/testkit'
import type { Book } from '../ledger/book.ts'

type Consumer = 'inventory' | 'notification'

/** Lets these consumers finish no effect: a handler is stopped in the middle of its record until this is disposed of. */
export async function holdEffects(
  { where, effects }: Book,
  services: readonly Consumer[],
): Promise<AsyncDisposable> {
  const { holds, mails } = effects.tables
  const tables = services.map((service) => (service === 'inventory' ? holds : mails))
  const statement = `lock table ${tables.join()} in share row exclusive mode`
  return lockRows(where.databaseUrl, statement)
}

/** Waits until these services stand there; a contender that has lost its orders before has nobody there. */
export async function untilMidHandler({ where }: Book, services: readonly Consumer[]) {
  const statement = `select distinct usename as service from pg_stat_activity
    where wait_event_type = 'Lock' and usename = any($1)`
  const areWaiting = async () => {
    const waiting = await readRows(where.databaseUrl, statement, [services])
    return waiting.length === services.length
  }
  await eventually(areWaiting).catch(() => {})
}

/** Ends what the dead had asked for: PostgreSQL would do it as soon as the lock is gone, without them. */
export async function forgetTheDead({ where }: Book, services: readonly Consumer[]) {
  const statement = `select pg_terminate_backend(pid) from pg_stat_activity
    where wait_event_type = 'Lock' and usename = any($1)`
  await readRows(where.databaseUrl, statement, [services])
}

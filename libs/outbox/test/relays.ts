import type { TestDatabase } from '@tailspan/testkit'

const ownLocks = `from pg_locks where locktype = 'advisory' and objsubid = 2 and granted
  and database = (select oid from pg_database where datname = current_database())`

/** How many shards each relay holds that the server knows of, in no order. */
export async function shardsOfRelays({ query }: Pick<TestDatabase, 'query'>): Promise<number[]> {
  const rows = await query<{ shards: number }>(
    `select count(*)::int as shards ${ownLocks} and mode = 'ExclusiveLock' group by pid`,
  )
  return rows.map(({ shards }) => shards)
}

/** Ends the sessions of this database's relays; those of other tests are on the same server. */
export async function endSessions({ query }: Pick<TestDatabase, 'query'>): Promise<void> {
  await query(`select pg_terminate_backend(pid) ${ownLocks}`)
}

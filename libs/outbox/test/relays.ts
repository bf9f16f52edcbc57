import type { TestDatabase } from '@tailspan/testkit'

const ownLocks = `from pg_locks where locktype = 'advisory' and objsubid = 2 and granted
  and database = (select oid from pg_database where datname = current_database())`

/** Which shards the relays hold that the server knows of, by their sessions. */
export function shardsHeld({ query }: Pick<TestDatabase, 'query'>) {
  return query<{ pid: number; shard: number }>(
    `select pid, objid::int as shard ${ownLocks} and mode = 'ExclusiveLock'`,
  )
}

/** How many of them each relay holds, in no order. */
export async function shardsOfRelays(tables: Pick<TestDatabase, 'query'>): Promise<number[]> {
  const byRelay = Map.groupBy(await shardsHeld(tables), ({ pid }) => pid)
  return [...byRelay.values()].map((shards) => shards.length)
}

/** Ends the sessions of this database's relays; those of other tests are on the same server. */
export async function endSessions({ query }: Pick<TestDatabase, 'query'>): Promise<void> {
  await query(`select pg_terminate_backend(pid) ${ownLocks}`)
}

import { type QueryExecutorProvider, SessionShared, sql } from '@tailspan/postgres'
import { membership, outboxKey } from '../routed/senders.ts'

/** The shards of this relay: a session-level advisory lock for each, all in one session, released when it ends. */
export class ShardLocks {
  readonly #connection: QueryExecutorProvider
  readonly #shards: number
  readonly #held = new Set<number>()
  #backend: number | undefined

  constructor(connection: QueryExecutorProvider, shards: number) {
    this.#connection = connection
    this.#shards = shards
  }

  get held(): readonly number[] {
    return [...this.#held]
  }

  /** Takes shared locks: first `way`, which says how this instance sends, then `membership`. */
  async join(way: number): Promise<void> {
    await this.#share(way)
    await this.#share(membership)
  }

  async leave(way: number): Promise<void> {
    await this.#unshare(membership)
    await this.#unshare(way)
  }

  /** Releases the shards and `membership`; keeps the lock that says how this instance sends. */
  async retire(): Promise<void> {
    for (const shard of this.held) await this.#release(shard)
    await this.#unshare(membership)
  }

  /** Takes free shards up to a fair share, and releases those above it. */
  async balance(): Promise<void> {
    const share = Math.ceil(this.#shards / (await this.#countRelays()))
    for (const shard of this.held.slice(share)) await this.#release(shard)
    // Each relay starts at a random shard, so that they do not all try the same ones.
    const start = Math.floor(Math.random() * this.#shards)
    for (let i = 0; i < this.#shards && this.#held.size < share; i++) {
      const shard = (start + i) % this.#shards
      if (!this.#held.has(shard)) await this.#tryTake(shard)
    }
  }

  async #share(key: number): Promise<void> {
    await sql`select pg_advisory_lock_shared(${outboxKey}, ${key}::int)`.execute(this.#connection)
  }

  async #unshare(key: number): Promise<void> {
    await sql`select pg_advisory_unlock_shared(${outboxKey}, ${key}::int)`.execute(this.#connection)
  }

  async #countRelays(): Promise<number> {
    const { rows } = await sql<{ relays: number; backend: number }>`
      select count(*)::int as relays, pg_backend_pid() as backend from pg_locks
      where locktype = 'advisory' and objsubid = 2 and granted
        and database = (select oid from pg_database where datname = current_database())
        and classid = (${outboxKey}::bigint & 4294967295)::oid
        and objid = ${membership}::bigint::oid`.execute(this.#connection)
    const { relays = 1, backend } = rows[0] ?? {}
    // Another backend answers than the one that holds the locks: a pooler shares it, so the locks protect nothing.
    this.#backend ??= backend
    if (this.#backend !== backend) throw new SessionShared()
    return Math.max(relays, 1)
  }

  async #tryTake(shard: number): Promise<void> {
    const { rows } = await sql<{ taken: boolean }>`
      select pg_try_advisory_lock(${outboxKey}, ${shard}::int) as taken`.execute(this.#connection)
    if (rows[0]?.taken) this.#held.add(shard)
  }

  async #release(shard: number): Promise<void> {
    this.#held.delete(shard)
    await sql`select pg_advisory_unlock(${outboxKey}, ${shard}::int)`.execute(this.#connection)
  }
}

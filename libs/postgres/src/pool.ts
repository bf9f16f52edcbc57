import { inRoot } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import type { PostgresPool } from 'kysely'
import pg from 'pg'
import { guardClient } from './guard-client.ts'
import { toDatabaseError } from './to-database-error.ts'

/** How to reach the database, and how much of it. */
export type PoolOptions = {
  readonly url: string
  readonly name: string
  readonly log: Pick<Log, 'warn'>
  readonly maxConnections: number
  readonly connectTimeoutMs: number
  /** 0 for none. */
  readonly statementTimeoutMs: number
}

/** How many connections there are at this moment. */
export type PoolCounts = { readonly idle: number; readonly used: number; readonly waiting: number }

/** A pool that kysely can use, which nothing can crash and no request is held by. */
export type Pool = PostgresPool & {
  counts(): PoolCounts
  /** Breaks every connection, in the middle of whatever it does. */
  cut(): void
}

// The answer of a frozen server never comes, so its own timeout does not help: ours follows later.
const graceMs = 1_000

/** Creates a pool; it connects when it is first asked. */
export function createPool(options: PoolOptions): Pool {
  const { log } = options
  const pool = inRoot(() => new pg.Pool(toPgOptions(options)))
  const open = new Set<pg.Client>()
  let ended: Promise<void> | undefined
  pool.on('error', (err) => log.warn('postgres.connection-lost', { err: toDatabaseError(err) }))
  pool.on('connect', (client) => {
    open.add(client as unknown as pg.Client)
    // A connection that dies while it is checked out tells here, too; its next query fails anyhow.
    client.on('error', () => {})
  })
  pool.on('remove', (client) => open.delete(client as unknown as pg.Client))
  return {
    options: {},
    connect: () => inRoot(() => checkOut(pool)),
    end: () => (ended ??= inRoot(() => pool.end())),
    cut: () => cutAll(open),
    counts: () => ({
      idle: pool.idleCount,
      used: pool.totalCount - pool.idleCount,
      waiting: pool.waitingCount,
    }),
  }
}

function toPgOptions(options: PoolOptions): pg.PoolConfig {
  const { statementTimeoutMs } = options
  return {
    connectionString: options.url,
    application_name: options.name,
    max: options.maxConnections,
    connectionTimeoutMillis: options.connectTimeoutMs,
    keepAlive: true,
    ...(statementTimeoutMs > 0 && {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs * 2,
      query_timeout: statementTimeoutMs + graceMs,
    }),
  }
}

async function checkOut(pool: pg.Pool) {
  try {
    return guardClient(await pool.connect())
  } catch (thrown) {
    throw toDatabaseError(thrown)
  }
}

function cutAll(open: ReadonlySet<pg.Client>): void {
  for (const client of open) {
    const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
    connection.stream.destroy()
  }
}

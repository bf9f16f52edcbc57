import { inRoot } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import type { PostgresPool } from 'kysely'
import pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'
import { DatabaseMisconfigured, DatabaseUnavailable } from '../faults/database-error.ts'
import { judgeStatement, toConnectError } from '../faults/to-database-error.ts'
import { BrokenStatements } from './broken-statements.ts'
import { Generations } from './generations.ts'
import { type GuardedClient, guardClient, type Shared } from './guard-client.ts'

/** How to reach the database, and how much of it. */
export type PoolOptions = {
  readonly url: string
  readonly name: string
  readonly log: Pick<Log, 'warn' | 'error'>
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
  /** Asks the server whether it would write. Rejects with database-unavailable or database-fault. */
  ping(): Promise<void>
}

// The answer of a frozen server never comes, so its own timeout does not help: ours follows later.
const graceMs = 1_000

/** Creates a pool; it connects when it is first asked. */
export function createPool(options: PoolOptions): Pool {
  const { log } = options
  const pool = inRoot(() => new pg.Pool(toPgOptions(options)))
  const open = new Set<pg.Client>()
  const shared = { generations: new Generations(), broken: new BrokenStatements(log) }
  let ended: Promise<void> | undefined
  pool.on('error', (err) =>
    log.warn('postgres.connection-lost', { err: judgeStatement(err).error }),
  )
  pool.on('connect', (client) => {
    open.add(client as unknown as pg.Client)
    shared.generations.opened(client)
    // A connection that dies while it is checked out tells here, too; its next query fails anyhow.
    client.on('error', () => {})
  })
  pool.on('remove', (client) => open.delete(client as unknown as pg.Client))
  const connect = () => inRoot(() => checkOut(pool, shared))
  return {
    options: {},
    connect,
    ping: () => ping(connect, shared.broken),
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
    application_name: options.name,
    max: options.maxConnections,
    connectionTimeoutMillis: options.connectTimeoutMs,
    keepAlive: true,
    ...(statementTimeoutMs > 0 && {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs * 2,
      query_timeout: statementTimeoutMs + graceMs,
    }),
    ...readUrl(options.url),
  }
}

// Read once: pg would read certificates again for each connection, and a missing file is thrown where nobody
// catches it.
function readUrl(url: string): pg.ClientConfig {
  try {
    return parseIntoClientConfig(url)
  } catch (cause) {
    throw new DatabaseMisconfigured('its URL or a file named in it cannot be read', { cause })
  }
}

async function checkOut(pool: pg.Pool, shared: Shared): Promise<GuardedClient> {
  for (;;) {
    const client = await connect(pool)
    if (!shared.generations.isRetired(client)) return guardClient(client, shared)
    client.release(true)
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (thrown) {
    throw toConnectError(thrown)
  }
}

// Both a standby and `default_transaction_read_only` show here, and it costs one short statement.
const asksForWrites = "select current_setting('transaction_read_only') = 'on' as refused"

async function ping(connect: () => Promise<GuardedClient>, broken: BrokenStatements) {
  const client = await connect()
  try {
    const { rows } = await client.query<{ refused: boolean }>(asksForWrites, [])
    if (rows[0]?.refused) {
      client.lose()
      throw new DatabaseUnavailable('read-only', { connectionLost: true })
    }
  } finally {
    client.release()
  }
  const fault = broken.any()
  if (fault) throw fault
}

function cutAll(open: ReadonlySet<pg.Client>): void {
  for (const client of open) {
    const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
    connection.stream.destroy()
  }
}

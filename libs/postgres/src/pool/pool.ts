import { inRoot } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import pg from 'pg'
import { DatabaseUnavailable } from '../faults/database-error.ts'
import { judgeStatement, toConnectError } from '../faults/to-database-error.ts'
import {
  applySettings,
  type SessionLimits,
  toBegin,
  toSessionSettings,
} from '../sessions/session-settings.ts'
import { BrokenStatements } from './broken-statements.ts'
import { breakClient, type ClientOptions, toClientConfig } from './client-options.ts'
import { Generations } from './generations.ts'
import { type GuardedClient, guardClient, type Shared } from './guard-client.ts'
import { HungCommits } from './hung-commits.ts'

/** How to reach the database, and how much of it. */
export type PoolOptions = ClientOptions & {
  readonly log: Pick<Log, 'warn' | 'error'>
  readonly maxConnections: number
}

/** How many connections there are at this moment. */
export type PoolCounts = { readonly idle: number; readonly used: number; readonly waiting: number }

/** A pool that kysely can use, which nothing can crash and no request is held by. */
export type Pool = {
  connect(): Promise<GuardedClient>
  /** Waits for the connections in use, and closes all. */
  end(): Promise<void>
  counts(): PoolCounts
  /** Breaks every connection, in the middle of whatever it does. */
  cut(): void
  /** Asks the server whether it would write. Rejects with database-unavailable or database-fault. */
  ping(): Promise<void>
  /** What `ping` looks at besides; sessions outside of the pool may note theirs in it. */
  readonly broken: BrokenStatements
}

// The client closes what was idle for ten seconds; what is idle longer belongs to a host that has vanished.
const idleMs = 60_000

/** Creates a pool; it connects when it is first asked. */
export function createPool(options: PoolOptions): Pool {
  const { log } = options
  const open = new Set<pg.ClientBase>()
  const begins = new WeakMap<pg.ClientBase, readonly string[]>()
  const limits = toLimits(options)
  const onConnect = async (client: pg.ClientBase) => {
    open.add(client)
    client.once('end', () => open.delete(client))
    const isDirect = await applySettings(client, toSessionSettings(limits))
    if (!isDirect) begins.set(client, toBegin(limits))
  }
  const { maxConnections: max } = options
  const pool = inRoot(() => new pg.Pool({ ...toClientConfig(options), max, onConnect }))
  const broken = new BrokenStatements(log)
  const shared = { generations: new Generations(), broken, hung: new HungCommits(), begins }
  let ended: Promise<void> | undefined
  pool.on('error', (err) =>
    log.warn('postgres.connection-lost', { err: judgeStatement(err).error }),
  )
  pool.on('connect', (client) => {
    shared.generations.opened(client)
    // A connection that dies while it is checked out tells here, too; its next query fails anyhow.
    client.on('error', () => {})
  })
  const connect = () => inRoot(() => checkOut(pool, shared))
  return {
    connect,
    ping: () => ping(connect, broken),
    broken,
    end: () => (ended ??= inRoot(() => pool.end())),
    cut: () => open.forEach(breakClient),
    counts: () => ({
      idle: pool.idleCount,
      used: pool.totalCount - pool.idleCount,
      waiting: pool.waitingCount,
    }),
  }
}

function toLimits({ statementTimeoutMs }: PoolOptions): SessionLimits {
  return { statementTimeoutMs, idleInTransactionMs: statementTimeoutMs * 2, idleMs }
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
const asksForWrites = {
  text: "select current_setting('transaction_read_only') = 'on' as refused",
  values: [],
}

async function ping(connect: () => Promise<GuardedClient>, broken: BrokenStatements) {
  const client = await connect()
  try {
    const [answer] = await client.send([asksForWrites])
    if (answer?.rows[0]?.refused) {
      client.lose()
      throw new DatabaseUnavailable('read-only', { connectionLost: true })
    }
    await client.refuseWhileHung()
  } finally {
    client.release()
  }
  const lasting = broken.any()
  if (lasting) throw lasting
}

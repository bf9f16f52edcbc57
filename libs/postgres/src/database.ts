import { fileURLToPath } from 'node:url'
import type { Actor } from '@tailspan/lifecycle'
import type { Log } from '@tailspan/telemetry'
import { Kysely } from 'kysely'
import { migrate } from './migrations/migrate.ts'
import { toClientConfig } from './pool/client-options.ts'
import { createPool, type Pool, type PoolOptions } from './pool/pool.ts'
import { observePool } from './pool/pool-metrics.ts'
import { type Session, type SessionOptions, withSession } from './sessions/with-session.ts'
import { TripDialect } from './trips/trip-dialect.ts'
import { untilConnected } from './until-connected.ts'

// Who holds a lock in a session and says nothing for so long has vanished, and loses it.
const sessionIdleMs = 10_000

/** Connects, brings the schema up to date, lets go. */
export interface DatabaseActor extends Actor {
  start(signal: AbortSignal): Promise<void>
  stop(signal: AbortSignal): Promise<void>
}

/** A service's own part of the database. */
export interface Database<Tables> {
  readonly kysely: Kysely<Tables>
  /** Starts when the database answers and its schema is up to date; stops with its connections. */
  readonly actor: DatabaseActor
  /**
   * Asks the database whether it would write. Rejects with database-unavailable, also while a statement fails at
   * a full disk that the question does not need; with database-fault while one is wrong for every piece of work alike.
   */
  ping(): Promise<void>
  /**
   * Opens a connection of its own for as long as the callback takes: locks and settings stay on it, and end with it.
   * The server ends it, too, when nothing is asked on it for ten seconds.
   */
  withSession<T>(use: (session: Session) => Promise<T>): Promise<T>
}

/** Where the database is and what the service needs of it. */
export type DatabaseOptions = {
  readonly url: string
  /** The way to the server itself, where `url` leads through a pooler in transaction mode; for migrations and sessions. */
  readonly sessionUrl?: string | undefined
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>
  /** What the server and the metrics call this client; `tailspan` by default. */
  readonly name?: string
  /** The folder of .sql files; none are run when it is left out. */
  readonly migrations?: string | URL
  readonly maxConnections?: number
  readonly statementTimeoutMs?: number
  readonly connectTimeoutMs?: number
}

/**
 * Creates the database of a service; nothing connects before its actor starts or it is first used.
 *
 * units:   10 connections, 5,000 ms for a statement and for a connection unless told otherwise
 * errors:  database-unavailable (retry), unique-violation (conflict), database-fault (internal);
 *          database-misconfigured, session-shared (settings that can never work)
 * repeats: call it once, at boot
 */
export function createDatabase<Tables>(options: DatabaseOptions): Database<Tables> {
  const settings = toPoolOptions(options)
  const place = toSessionOptions(options, settings)
  const pool = createPool(settings)
  const kysely = new Kysely<Tables>({ dialect: new TripDialect(pool) })
  const { ping } = pool
  const unobserve = observePool(pool, settings.name, settings.maxConnections)
  const prepare = async (signal: AbortSignal) => {
    if (options.migrations !== undefined) await migrateOnce(options, place, signal)
    await ping()
  }
  return {
    kysely,
    ping,
    withSession: (use) => withSession({ ...place, broken: pool.broken }, use),
    actor: {
      name: 'postgres',
      async start(signal) {
        try {
          await untilConnected(() => prepare(signal), { signal, log: options.log })
        } catch (error) {
          unobserve()
          await endPool(pool, signal)
          throw error
        }
      },
      async stop(signal) {
        unobserve()
        await endPool(pool, signal)
      },
    },
  }
}

// In a session of its own: a migration may take longer than a statement is allowed to.
async function migrateOnce(
  { migrations = '', log }: DatabaseOptions,
  place: SessionOptions,
  signal: AbortSignal,
): Promise<void> {
  const work = (session: Session) => migrate(toPath(migrations), { session, log, signal })
  const applied = await withSession({ ...place, statementTimeoutMs: 0 }, work, signal)
  if (applied.length > 0) log.info('postgres.migrated', { migrations: applied })
}

/** Waits for the connections in use; once the signal is aborted, breaks them. */
async function endPool(pool: Pool, signal: AbortSignal): Promise<void> {
  const { promise: spent, resolve } = Promise.withResolvers<void>()
  const cut = () => {
    pool.cut()
    resolve()
  }
  if (signal.aborted) cut()
  signal.addEventListener('abort', cut, { once: true })
  await Promise.race([pool.end(), spent])
  signal.removeEventListener('abort', cut)
}

function toPoolOptions(options: DatabaseOptions): PoolOptions {
  return {
    url: options.url,
    log: options.log,
    name: options.name ?? 'tailspan',
    maxConnections: options.maxConnections ?? 10,
    statementTimeoutMs: options.statementTimeoutMs ?? 5_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
  }
}

function toSessionOptions({ sessionUrl }: DatabaseOptions, settings: PoolOptions): SessionOptions {
  const { url, name, connectTimeoutMs, statementTimeoutMs } = settings
  const place = { url: sessionUrl ?? url, name, connectTimeoutMs, statementTimeoutMs }
  // Now, not at the first use: a URL that can never work ends the start.
  toClientConfig(place)
  return { ...place, idleMs: sessionIdleMs }
}

function toPath(folder: string | URL): string {
  return typeof folder === 'string' ? folder : fileURLToPath(folder)
}

import { inRoot } from '@tailspan/scope'
import { Kysely } from 'kysely'
import pg from 'pg'
import { toConnectError } from '../faults/to-database-error.ts'
import { BrokenStatements } from '../pool/broken-statements.ts'
import { breakClient, type ClientOptions, toClientConfig } from '../pool/client-options.ts'
import { Generations } from '../pool/generations.ts'
import { guardClient } from '../pool/guard-client.ts'
import { HungCommits } from '../pool/hung-commits.ts'
import { TripDialect } from '../trips/trip-dialect.ts'
import { isShared } from './is-shared.ts'
import { applyBehindPooler, applySettings, toSessionSettings } from './session-settings.ts'
import { SessionShared } from './session-shared.ts'

/** One connection on which statements follow one another; what is set or locked on it stays. */
export type Session = Kysely<unknown>

/** Where a session is opened, and how long nothing may be asked in it. */
export type SessionOptions = ClientOptions & {
  readonly idleMs: number
  /** Where statements are noted that fail for every piece of work alike. */
  readonly broken?: BrokenStatements
}

const closeMs = 500

/**
 * Opens a session for as long as the callback takes; it belongs to no pool, and ends with its locks.
 *
 * errors:  session-shared (a wrong setting), database-unavailable, what the callback throws
 * repeats: an aborted signal breaks the connection, in the middle of whatever it does
 */
export async function withSession<T>(
  options: SessionOptions,
  use: (session: Session) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted()
  const client = inRoot(() => create(options))
  const cut = () => breakClient(client)
  signal?.addEventListener('abort', cut, { once: true })
  try {
    await prepare(client, options)
    return await use(toKysely(client, options.broken ?? unwatched()))
  } finally {
    signal?.removeEventListener('abort', cut)
    await close(client)
  }
}

function create(options: SessionOptions): pg.Client {
  const client = new pg.Client(toClientConfig(options))
  // A connection that dies tells here, too; its next query fails anyhow.
  client.on('error', () => {})
  return client
}

async function prepare(client: pg.Client, options: SessionOptions): Promise<void> {
  const { statementTimeoutMs, idleMs } = options
  const limits = { statementTimeoutMs, idleInTransactionMs: idleMs, idleMs }
  const settings = toSessionSettings(limits)
  try {
    await inRoot(() => client.connect())
    if (await applySettings(client, settings)) return
    if (await isSharedWith(client, options)) throw new SessionShared()
    await applyBehindPooler(client, settings)
  } catch (error) {
    throw error instanceof SessionShared ? error : toConnectError(error)
  }
}

async function isSharedWith(client: pg.Client, options: SessionOptions): Promise<boolean> {
  const other = create(options)
  try {
    await other.connect()
    return await isShared(client, other)
  } finally {
    await close(other)
  }
}

// What fails there is the error of who holds the session.
function unwatched(): BrokenStatements {
  return new BrokenStatements({ error() {} })
}

function toKysely(client: pg.Client, broken: BrokenStatements): Session {
  const hung = new HungCommits()
  const shared = { generations: new Generations(), broken, hung, begins: new WeakMap() }
  const only = guardClient(Object.assign(client, { release() {} }), shared)
  const clients = { connect: async () => only, end: async () => {} }
  return new Kysely<unknown>({ dialect: new TripDialect(clients) })
}

// A host that has vanished never confirms the end.
async function close(client: pg.Client): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, closeMs)
  await Promise.race([client.end().catch(() => {}), late.promise])
  clearTimeout(timer)
  breakClient(client)
}

import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { findFreePorts } from '../free-ports.ts'
import {
  type Exit,
  type PartCommand,
  type PartProcess,
  spawnPart,
} from '../process/part-process.ts'
import { type Readiness, untilReady } from '../process/until-ready.ts'
import { findPostgresBinaries } from './binaries.ts'
import { adminUser, ensureCluster, postgresEnv } from './cluster.ts'
import { reachableDataDir, rememberOrigin, sweepMovedData } from './moved-data.ts'
import { reachableBinaries } from './reachable-binaries.ts'
import { findUnprivilegedUser } from './unprivileged.ts'

/** Where and how PostgreSQL is started. */
export type PostgresOptions = {
  /** Its data; a folder that was used before is used on. */
  readonly dir: string
  /** Where its log and its record lie; the data folder unless given. */
  readonly state?: string
  /** Chosen when left out. */
  readonly port?: number
  /** Further server settings, such as `{ wal_level: 'logical' }`. */
  readonly settings?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** A PostgreSQL that answers queries. */
export type Postgres = {
  readonly pid: number
  readonly port: number
  /** The superuser's URL, for database `postgres`. */
  readonly adminUrl: string
  readonly process: PartProcess
  stop(): Promise<Exit>
  kill(): Promise<Exit>
  [Symbol.asyncDispose](): Promise<void>
}

/** One machine, a handful of clients; TCP on 127.0.0.1 only, and no socket file that could clash. */
const serverSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '32MB',
  max_connections: '200',
}

const releaseMs = 10_000
const releasePollMs = 100

/**
 * Starts a real PostgreSQL from npm and waits until it answers a query.
 *
 * errors:  part-failed, postgres-unreachable
 * repeats: several may run at once, each in a folder and on a port of its own
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dir, state = dir } = options
  const user = findUnprivilegedUser()
  const binaries = await reachableBinaries(await findPostgresBinaries(), user)
  await mkdir(dir, { recursive: true })
  const dataDir = postgresDataDir(dir)
  if (user) await sweepMovedData(user)
  const passwordFile = join(dir, 'admin-password')
  const password = await ensureCluster({ binaries, dataDir, user, passwordFile })
  await rememberOrigin(dataDir, join(dir, 'data'))
  const port = options.port || ((await findFreePorts(1))[0] as number)
  const settings = { port: String(port), ...serverSettings, ...options.settings }
  const command: PartCommand = {
    name: 'postgres',
    state,
    command: binaries.postgres,
    args: ['-D', dataDir, ...Object.entries(settings).map(([key, value]) => `--${key}=${value}`)],
    env: postgresEnv,
    cwd: '/',
    ...(user ? { ids: user } : {}),
  }
  const adminUrl = `postgres://${adminUser}:${password}@127.0.0.1:${port}/postgres`
  const serves = () => answers(adminUrl)
  const part = await startWhenReleased(command, { serves, signal: options.signal })
  return toPostgres(part, port, adminUrl)
}

// The children of a server that was killed need a moment to see it; until then nobody else gets its data.
async function startWhenReleased(command: PartCommand, readiness: Readiness) {
  const giveUpAt = performance.now() + releaseMs
  for (;;) {
    const part = await spawnPart(command)
    try {
      await untilReady(part, readiness)
      return part
    } catch (error) {
      if (!(await isHeld(part)) || performance.now() > giveUpAt) throw error
      await delay(releasePollMs)
    }
  }
}

async function isHeld({ logFile, logStart }: PartProcess): Promise<boolean> {
  const log = await readFile(logFile)
  return log.subarray(logStart).includes('pre-existing shared memory block')
}

/** Where the data of a `dir` lies: in it, or elsewhere when PostgreSQL's user cannot get there. */
export function postgresDataDir(dir: string): string {
  return reachableDataDir(join(dir, 'data'), findUnprivilegedUser())
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  // A server that is still starting closes the connection; that is an answer too.
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query('select 1')).rowCount === 1
  } finally {
    await client.end().catch(() => {})
  }
}

function toPostgres(part: PartProcess, port: number, adminUrl: string): Postgres {
  // SIGINT is the fast stop: open transactions are rolled back, clients are let go.
  const stop = () => part.stop('SIGINT')
  return {
    pid: part.pid,
    port,
    adminUrl,
    process: part,
    stop,
    kill: part.kill,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}

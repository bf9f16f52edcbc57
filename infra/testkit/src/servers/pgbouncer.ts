import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { findFreePorts, ownEnv } from '@tailspan/local'
import { eventually } from '../eventually.ts'

/** A pooler in front of one database. */
export type PgBouncer = AsyncDisposable & {
  /** As in DATABASE_URL. */
  readonly url: string
  readonly port: number
}

export type PgBouncerOptions = {
  /** Where it leads, as whom. */
  readonly databaseUrl: string
  readonly mode: 'session' | 'transaction' | 'statement'
  /** Further settings of its section `[pgbouncer]`. */
  readonly settings?: Readonly<Record<string, string>>
}

// Debian keeps it where only root's path leads.
const folders = [...(ownEnv.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']

/** Why there is no PgBouncer for tests on this machine; undefined when there is one. */
export const whyNoPgBouncer: string | undefined = findProgram()
  ? undefined
  : 'PgBouncer is not installed (Debian: apt-get install pgbouncer)'

/**
 * Starts PgBouncer on a free port, with its own defaults but for what is given.
 *
 * errors:  it is not installed: see `whyNoPgBouncer`; it does not start
 * repeats: several may run at once
 */
export async function startPgBouncer(options: PgBouncerOptions): Promise<PgBouncer> {
  const program = findProgram()
  if (!program) throw new Error(whyNoPgBouncer)
  await using undo = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'tailspan-pgbouncer-'))
  undo.defer(() => rm(dir, { recursive: true, force: true }))
  const [port = 0] = await findFreePorts(1)
  const file = join(dir, 'pgbouncer.ini')
  await writeFile(file, toIni(options, port))
  // It does not run as root; the user that it runs as must read this.
  await chmod(dir, 0o755)
  const ids = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const child = spawn(program, ['-q', file], { stdio: ['ignore', 'ignore', 'pipe'], ...ids })
  undo.defer(() => stop(child))
  await untilListening(child, port)
  const running = undo.move()
  const url = Object.assign(new URL(options.databaseUrl), { port: String(port) }).href
  return { url, port, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

function findProgram(): string | undefined {
  return folders.map((folder) => join(folder, 'pgbouncer')).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function toIni({ databaseUrl, mode, settings = {} }: PgBouncerOptions, port: number): string {
  const { hostname, port: server, username, password } = new URL(databaseUrl)
  const own = {
    listen_addr: '127.0.0.1',
    listen_port: String(port),
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: mode,
    ...settings,
  }
  const lines = Object.entries(own).map(([name, value]) => `${name} = ${value}`)
  return `[databases]
* = host=${hostname} port=${server} user=${username} password=${decodeURIComponent(password)}
[pgbouncer]
${lines.join('\n')}
`
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${said}`)
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return true
    } finally {
      socket.destroy()
    }
  })
}

// SIGINT waits for clients; nobody waits for what they still ask.
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import { type Env, ownEnv } from '../config.ts'
import { runProgram } from '../process/run-program.ts'
import { toPartEnv } from '../shell-env.ts'
import type { PostgresBinaries } from './binaries.ts'
import type { UserIds } from './unprivileged.ts'

/** The superuser of a local cluster. */
export const adminUser = 'postgres'

/** The environment of PostgreSQL's programs. On macOS they refuse to start with a locale that is not installed. */
export const postgresEnv: Env = { ...toPartEnv(ownEnv), LC_ALL: 'C' }

/** A data folder that is to become a cluster. */
export type ClusterNeeds = {
  readonly binaries: PostgresBinaries
  readonly dataDir: string
  readonly user: UserIds | undefined
  /** The file that remembers the superuser's password, readable by its owner only. */
  readonly passwordFile: string
}

/** Makes the cluster unless it is there, and returns the superuser's password. */
export async function ensureCluster(needs: ClusterNeeds): Promise<string> {
  const { dataDir, passwordFile } = needs
  if (isWhole(dataDir) && existsSync(passwordFile)) return readFile(passwordFile, 'utf8')
  const password = randomBytes(18).toString('base64url')
  await rm(dataDir, { recursive: true, force: true })
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  if (needs.user) await chown(dataDir, needs.user.uid, needs.user.gid)
  await initialise(needs, password)
  await writeFile(`${passwordFile}.new`, password, { mode: 0o600 })
  await rename(`${passwordFile}.new`, passwordFile)
  return password
}

/** Some of what no server starts without; a machine may clean up /var/tmp file by file. */
const essential = ['PG_VERSION', 'postgresql.conf', 'pg_hba.conf', 'global/pg_control', 'pg_wal']

function isWhole(dataDir: string): boolean {
  return essential.every((file) => existsSync(join(dataDir, file)))
}

async function initialise(needs: ClusterNeeds, password: string): Promise<void> {
  // Beside the data: TMPDIR may be a folder that PostgreSQL's user cannot enter.
  const folder = await mkdtemp(join(dirname(needs.dataDir), 'tailspan-postgres-password-'))
  const file = join(folder, 'password')
  try {
    await writeFile(file, password, { mode: 0o600 })
    if (needs.user) await chown(file, needs.user.uid, needs.user.gid)
    if (needs.user) await chmod(folder, 0o711)
    await runInitdb(needs, file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runInitdb({ binaries, dataDir, user }: ClusterNeeds, passwordFile: string) {
  const args = [
    `--pgdata=${dataDir}`,
    `--username=${adminUser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ]
  // The working folder of root is often closed to others.
  const options = { cwd: '/', env: { ...postgresEnv }, ...user }
  const done = runProgram(binaries.initdb, args, options)
  await done.catch((cause: Error & { stderr?: string }) => {
    const words = (cause.stderr || cause.message).trim().split('\n').at(-1)
    throw new CannotStart(
      'part-failed',
      `PostgreSQL could not make its data folder ${dataDir}: ${words}.`,
      { cause },
    )
  })
}

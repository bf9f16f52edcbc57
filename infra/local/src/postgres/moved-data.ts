import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findBarrier, type UserIds } from './unprivileged.ts'

/** Where what PostgreSQL needs is put when its user cannot reach the checkout; it survives a reboot. */
export const elsewhere = '/var/tmp'

const prefix = 'tailspan-postgres-data-'
const originFile = 'tailspan-origin'

/**
 * The folder for the data: the wanted one, or one under /var/tmp when PostgreSQL's user cannot get there.
 *
 * shape: the substitute's name is made of the wanted path, so the same checkout finds its data again
 */
export function reachableDataDir(wanted: string, user: UserIds | undefined): string {
  if (!findBarrier(dirname(wanted), user)) return wanted
  const key = createHash('sha256').update(wanted).digest('hex').slice(0, 12)
  return join(elsewhere, `${prefix}${key}`)
}

/** Writes down for whom data lies elsewhere, so that it can go when its owner has gone. */
export async function rememberOrigin(dataDir: string, wanted: string): Promise<void> {
  if (dataDir !== wanted) await writeFile(join(dataDir, originFile), wanted)
}

/** Deletes data that lies elsewhere for a folder that is no more, and that no server uses. */
export async function sweepMovedData(user: UserIds): Promise<void> {
  const names = (await readdir(elsewhere)).filter((name) => name.startsWith(prefix))
  const folders = names.map((name) => join(elsewhere, name))
  await Promise.all(
    folders.map(async (folder) => {
      if (await isForsaken(folder, user)) await rm(folder, { recursive: true, force: true })
    }),
  )
}

async function isForsaken(folder: string, user: UserIds): Promise<boolean> {
  const stats = await lstat(folder).catch(() => undefined)
  const origin = await readFile(join(folder, originFile), 'utf8').catch(() => undefined)
  if (!stats?.isDirectory() || stats.uid !== user.uid || origin === undefined) return false
  return !existsSync(dirname(origin)) && !(await isServed(folder))
}

async function isServed(folder: string): Promise<boolean> {
  const lock = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(lock, 10)
  return pid > 0 && existsSync(`/proc/${pid}`)
}

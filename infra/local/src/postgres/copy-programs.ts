import type { Stats } from 'node:fs'
import { chmod, cp, lstat, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openPart } from '../artifacts/part-file.ts'
import { CannotStart } from '../cannot-start.ts'

/**
 * Copies a folder of programs to where every user may run them; the target appears when it is complete.
 *
 * repeats: safe, also at the same time in another process; a copy that is not whole is made anew
 */
export async function copyPrograms(from: string, to: string): Promise<void> {
  if (await isWhole(from, to)) return
  const part = await openPart(to)
  try {
    // What a copy that was cut short has left is taken over under a name of ours, and goes.
    await rm(part, { recursive: true, force: true })
    await cp(from, part, { recursive: true, verbatimSymlinks: true })
    await openToAll(part)
    // Another process may have been quicker; its copy is as good, and may be running by now.
    if (!(await isWhole(from, to))) await putInPlace(part, to)
  } catch (cause) {
    throw toObstacle(cause as NodeJS.ErrnoException, to)
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

/** Whether every user may use all that is below a folder. */
export async function isOpenToAll(folder: string): Promise<boolean> {
  const all = [folder, ...(await listBelow(folder)).map((path) => join(folder, path))]
  const stats = await Promise.all(all.map((path) => lstat(path)))
  return stats.every((one) => one.isSymbolicLink() || isOpen(one))
}

/** A copy is whole when all that the original has is there, as large, and open to all. */
async function isWhole(from: string, to: string): Promise<boolean> {
  const paths = await listBelow(from)
  const same = paths.map(async (path) => {
    const [one, other] = await Promise.all([lstat(join(from, path)), lstat(join(to, path))])
    return kindOf(one) === kindOf(other)
  })
  const found = await Promise.all(same).catch(() => [false])
  return !found.includes(false) && (await isOpenToAll(to).catch(() => false))
}

function kindOf(stats: Stats): string {
  if (stats.isFile()) return `file of ${stats.size}`
  return stats.isDirectory() ? 'folder' : 'link'
}

/** The umask of a shell may have closed what was made; the modes of the original may be as closed. */
async function openToAll(folder: string): Promise<void> {
  for (const path of ['.', ...(await listBelow(folder))]) {
    const stats = await lstat(join(folder, path))
    if (!stats.isSymbolicLink()) await chmod(join(folder, path), openMode(stats))
  }
}

function isOpen(stats: Stats): boolean {
  const needed = openMode(stats) & 0o555
  return (stats.mode & needed) === needed
}

/** Readable by all, writable by its owner, and to be run or entered by all if by its owner. */
function openMode(stats: Stats): number {
  return stats.isDirectory() || stats.mode & 0o100 ? 0o755 : 0o644
}

function listBelow(folder: string): Promise<string[]> {
  return readdir(folder, { recursive: true })
}

async function putInPlace(part: string, to: string): Promise<void> {
  // What is there is broken, and a folder is not replaced in one step.
  const old = `${part}.old`
  await rename(to, old).catch(() => {})
  await rename(part, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  await rm(old, { recursive: true, force: true })
}

function toObstacle(cause: NodeJS.ErrnoException, to: string): CannotStart {
  const why = cause.code === 'ENOSPC' ? 'no space is left' : cause.message
  return new CannotStart(
    cause.code === 'ENOSPC' ? 'disk-full' : 'postgres-unreachable',
    `PostgreSQL's programs could not be copied to ${to}, where its user can run them (${why}): free some space there, or move the checkout to a folder that every user can enter.`,
    { cause },
  )
}

import { mkdtemp, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'

/**
 * Refuses a folder in which, or above which, nothing can be written.
 *
 * It is tried, not asked for: root may write everywhere, but not on a read-only disk; and on /proc Node's
 * recursive `mkdir` never returns.
 *
 * errors: folder-unwritable
 */
export async function refuseUnwritable(folder: string, setting: string): Promise<void> {
  const nearest = await nearestExisting(folder)
  const tried = mkdtemp(join(nearest, '.tailspan-')).then(rmdir)
  await tried.catch((cause: unknown) => {
    const sentence = `Nothing can be written to ${nearest}: set ${setting} to a folder of yours.`
    throw new CannotStart('folder-unwritable', sentence, { cause })
  })
}

/**
 * Refuses a folder that is not there and cannot be made; one that is there may be read-only, and hold all that is needed.
 *
 * errors: folder-unwritable
 */
export async function refuseUnusable(folder: string, setting: string): Promise<void> {
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isThere) await refuseUnwritable(folder, setting)
}

async function nearestExisting(folder: string): Promise<string> {
  const exists = await stat(folder).then(
    () => true,
    () => false,
  )
  return exists || folder === dirname(folder) ? folder : nearestExisting(dirname(folder))
}

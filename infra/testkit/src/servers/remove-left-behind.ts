import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { stopLeftBehind } from '@tailspan/local'

/** Where the folders of runs lie: `<folder>/<prefix><pid>-…`. */
export type RunFolders = {
  readonly folder: string
  readonly prefix: string
  readonly ownUid?: number | undefined
}

/** Stops and deletes what this user's killed runs have left behind; what other users have is their own business. */
export async function removeLeftBehind({
  folder,
  prefix,
  ownUid = process.getuid?.(),
}: RunFolders): Promise<void> {
  const runs = (await readdir(folder)).filter((name) => name.startsWith(prefix))
  const abandoned = runs.filter((name) => !isAlive(Number.parseInt(name.slice(prefix.length), 10)))
  for (const path of abandoned.map((name) => join(folder, name))) {
    const { uid } = await stat(path).catch(() => ({ uid: undefined }))
    if (uid !== undefined && (ownUid === undefined || uid === ownUid)) await removeRun(path)
  }
}

async function removeRun(dir: string): Promise<void> {
  const parts = ['kafka', 'postgres', 'mail'].map((part) => stopLeftBehind(join(dir, part)))
  await Promise.all(parts)
  await rm(dir, { recursive: true, force: true })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

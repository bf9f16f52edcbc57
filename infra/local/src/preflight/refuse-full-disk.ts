import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CannotStart } from '../cannot-start.ts'

/** A folder that is going to be written to. */
export type SpaceNeed = {
  readonly folder: string
  readonly needMb: number
  /** The variable that puts the folder elsewhere. */
  readonly setting: string
}

/** Tells how many bytes are free; the file system's own answer unless a test brings another. */
export type FreeBytes = (folder: string) => Promise<number>

/**
 * Refuses when a disk has too little room: better now than in the middle of a write.
 *
 * errors: disk-full
 */
export async function refuseFullDisk(
  needs: readonly SpaceNeed[],
  freeBytes: FreeBytes = askFileSystem,
): Promise<void> {
  for (const { folder, needMb, setting } of needs) {
    const freeMb = Math.floor((await freeBytes(folder)) / 1e6)
    if (freeMb >= needMb) continue
    throw new CannotStart(
      'disk-full',
      `Only ${freeMb} MB are free for ${folder} and ${needMb} MB are needed: free some, or set ${setting} to a folder on another disk.`,
    )
  }
}

async function askFileSystem(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    // It does not exist yet: the disk of the folder above will hold it.
    if (dirname(folder) === folder) throw error
    return askFileSystem(dirname(folder))
  }
}

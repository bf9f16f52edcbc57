import { randomBytes } from 'node:crypto'
import { readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * A file under construction beside its target: `<target>.<pid>.<random>.part`.
 *
 * Several processes may build the same target at once: each writes its own part and renames it when
 * it is complete, which the file system does in one step. What a dead process left is taken over by
 * renaming it, which only one of them can do: so a download goes on where it was cut off, without locks.
 */
export async function openPart(target: string): Promise<string> {
  const own = `${target}.${process.pid}.${randomBytes(3).toString('hex')}.part`
  for (const orphan of await findOrphans(target)) {
    const adopted = await rename(orphan, own).then(
      () => true,
      () => false,
    )
    if (adopted) break
  }
  return own
}

async function findOrphans(target: string): Promise<string[]> {
  const pattern = /^\.(\d+)\.[0-9a-f]+\.part$/
  const name = basename(target)
  const files = await readdir(dirname(target)).catch(() => [])
  return files
    .filter((file) => file.startsWith(name))
    .filter((file) => !isAlive(Number(pattern.exec(file.slice(name.length))?.[1] ?? process.pid)))
    .map((file) => join(dirname(target), file))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

import { lstat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import type { PostgresBinaries } from './binaries.ts'
import { copyPrograms, isOpenToAll } from './copy-programs.ts'
import { elsewhere } from './moved-data.ts'
import { findBarrier, type UserIds } from './unprivileged.ts'

/** The programs where PostgreSQL's user can run them: in place, or copied once to /var/tmp. */
export async function reachableBinaries(
  binaries: PostgresBinaries,
  user: UserIds | undefined,
  folder = elsewhere,
): Promise<PostgresBinaries> {
  if (await canRunInPlace(binaries, user)) return binaries
  // A user's own: nobody runs what somebody else could have put there.
  const owner = process.getuid?.() ?? 0
  const copy = join(folder, `tailspan-postgres-${binaries.version}-${process.arch}-${owner}`)
  await refuseForeign(copy, owner)
  await copyPrograms(binaries.root, copy)
  const moved = (program: string) => join(copy, program.slice(binaries.root.length))
  return {
    ...binaries,
    root: copy,
    initdb: moved(binaries.initdb),
    postgres: moved(binaries.postgres),
  }
}

async function canRunInPlace(
  { root, postgres }: PostgresBinaries,
  user: UserIds | undefined,
): Promise<boolean> {
  // initdb starts the server by a shell, with its path between double quotes.
  if (/["$`\\]/.test(root)) return false
  return !user || (!findBarrier(dirname(postgres), user) && (await isOpenToAll(root)))
}

async function refuseForeign(copy: string, owner: number): Promise<void> {
  const found = await lstat(copy).catch(() => undefined)
  if (!found || (found.uid === owner && (found.mode & 0o022) === 0)) return
  throw new CannotStart(
    'postgres-unreachable',
    `${copy} does not belong to this user: remove it, or move the checkout to a folder that every user can enter.`,
  )
}

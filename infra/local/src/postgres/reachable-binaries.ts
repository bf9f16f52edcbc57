import { chmod, cp, lstat, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import type { PostgresBinaries } from './binaries.ts'
import { elsewhere } from './moved-data.ts'
import { findBarrier, type UserIds } from './unprivileged.ts'

/** The programs where PostgreSQL's user can run them: in place, or copied once to /var/tmp. */
export async function reachableBinaries(
  binaries: PostgresBinaries,
  user: UserIds | undefined,
): Promise<PostgresBinaries> {
  if (!findBarrier(dirname(binaries.postgres), user)) return binaries
  const copy = join(elsewhere, `tailspan-postgres-${binaries.version}-${process.arch}`)
  const known = await lstat(copy).catch(() => undefined)
  if (known) assertOurs(copy, known)
  else await copyAtOnce(binaries.root, copy)
  const moved = (program: string) => join(copy, program.slice(binaries.root.length))
  return {
    ...binaries,
    root: copy,
    initdb: moved(binaries.initdb),
    postgres: moved(binaries.postgres),
  }
}

/** Programs that somebody else could have put there are never run. */
function assertOurs(copy: string, { uid, mode }: { uid: number; mode: number }): void {
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return
  throw new CannotStart(
    'postgres-unreachable',
    `${copy} does not belong to this user: remove it, or move the checkout to a folder that every user can enter.`,
  )
}

async function copyAtOnce(from: string, to: string): Promise<void> {
  const part = `${to}.${process.pid}`
  await mkdir(part, { mode: 0o755 })
  await cp(from, part, { recursive: true, verbatimSymlinks: true })
  await chmod(part, 0o755)
  // Another process may have been quicker; its copy is as good.
  await rename(part, to).catch(() => rm(part, { recursive: true, force: true }))
}

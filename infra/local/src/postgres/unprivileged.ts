import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** A user that PostgreSQL may run as. */
export type UserIds = { readonly uid: number; readonly gid: number; readonly name: string }

/**
 * The user to run PostgreSQL as: undefined for oneself, somebody without rights when one is root.
 *
 * PostgreSQL refuses to run as root. `postgres` is taken where it exists, else `nobody`; no user is created.
 */
export function findUnprivilegedUser(
  ownUid = process.getuid?.(),
  passwd = '/etc/passwd',
): UserIds | undefined {
  if (ownUid !== 0) return undefined
  const users = readFileSync(passwd, 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = ['postgres', 'nobody'].map((name) => users.find((user) => user[0] === name))
  const [name = 'nobody', , uid = 65_534, gid = 65_534] = found.find(Boolean) ?? []
  return { name, uid: Number(uid), gid: Number(gid) }
}

/** The first folder on the way to a path through which this user cannot pass; undefined when there is none. */
export function findBarrier(path: string, user: UserIds | undefined): string | undefined {
  if (!user) return undefined
  const folders = [path]
  while (dirname(folders[0] as string) !== folders[0])
    folders.unshift(dirname(folders[0] as string))
  return folders.find((folder) => !canPass(folder, user))
}

function canPass(folder: string, { uid, gid }: UserIds): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false })
  // What does not exist yet will be made for this user.
  if (!stats) return true
  const shift = stats.uid === uid ? 6 : stats.gid === gid ? 3 : 0
  return ((stats.mode >> shift) & 1) === 1
}

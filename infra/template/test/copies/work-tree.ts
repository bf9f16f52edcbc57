import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { git } from '../../src/checkout.ts'

const author = { 'user.name': 'Template', 'user.email': 'template@example.com' }

/** Clones a checkout as it is being edited: what is not committed there is committed in the clone. */
export async function cloneWorkTree(from: string, to: string): Promise<void> {
  await git(from, 'clone', '--quiet', '--shared', from, to)
  for (const [name, value] of Object.entries(author)) await git(to, 'config', name, value)
  for (const path of await changedPaths(from)) await copyPath(join(from, path), join(to, path))
  await git(to, 'add', '--all')
  await git(to, 'commit', '--quiet', '--allow-empty', '--message', 'As edited')
}

async function changedPaths(root: string): Promise<readonly string[]> {
  const tracked = await git(root, 'diff', '--name-only', '--no-renames', '-z', 'HEAD')
  const others = await git(root, 'ls-files', '--others', '--exclude-standard', '-z')
  return `${tracked}\0${others}`.split('\0').filter(Boolean)
}

async function copyPath(from: string, to: string): Promise<void> {
  await rm(to, { force: true })
  await cp(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

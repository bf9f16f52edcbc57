import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { applyChange, git } from './checkout.ts'
import type { Change } from './tree.ts'

const run = promisify(execFile)

/** What a command did, in words, and the commit that it is to become. */
export type Settled = { readonly subject: string; readonly root: string; readonly print: Print }
export type Print = (line: string) => void

/** Writes a change, brings lockfile and layout in step and makes it one commit. */
export async function settle(change: Change, { subject, root, print }: Settled): Promise<void> {
  await applyChange(root, change)
  print('… bringing the lockfile in step')
  await run(
    'npx',
    ['--yes', '--prefer-offline', 'pnpm@12.21.0', 'install', '--no-frozen-lockfile'],
    {
      cwd: root,
      shell: process.platform === 'win32',
      maxBuffer: 64_000_000,
    },
  )
  const biome = join(root, 'node_modules/.bin/biome')
  await run(biome, ['check', '--write', '.'], { cwd: root, maxBuffer: 64_000_000 })
  await git(root, 'add', '--all')
  await git(root, 'commit', '--quiet', '--message', subject)
  print(`Committed as ${await git(root, 'rev-parse', '--short', 'HEAD')}: ${subject}.`)
  print('To undo it: git reset --hard HEAD~1')
}

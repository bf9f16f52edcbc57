import { execFile } from 'node:child_process'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { applyChange, git } from './checkout.ts'
import { Refusal } from './refusal.ts'
import type { Change } from './tree.ts'

const run = promisify(execFile)

/** What a command did, in words, and the commit that it is to become. */
export type Settled = { readonly subject: string; readonly root: string; readonly print: Print }
export type Print = (line: string) => void

/** Writes a change, brings lockfile and layout in step and makes it one commit; if that fails, nothing has changed. */
export async function settle(change: Change, { subject, root, print }: Settled): Promise<void> {
  try {
    await applyChange(root, change)
    print('… bringing the lockfile in step')
    await install(root)
    await format(root, [...change.written.keys()])
    await git(root, 'add', '--all')
    await git(root, 'commit', '--quiet', '--message', subject)
  } catch (error) {
    throw await takenBack(root, error)
  }
  print(`Committed as ${await git(root, 'rev-parse', '--short', 'HEAD')}: ${subject}.`)
  print('To undo it: git reset --hard HEAD~1')
}

/** Brings the lockfile of the commit that was just made in step; if that fails, the commit is taken back. */
export async function relock(root: string): Promise<void> {
  try {
    await install(root)
    await git(root, 'add', 'pnpm-lock.yaml')
    await git(root, 'commit', '--quiet', '--amend', '--no-edit')
  } catch (error) {
    throw await takenBack(root, error, 'HEAD~1')
  }
}

async function install(root: string): Promise<void> {
  await forgetInstalled(root)
  const pnpm = await packageManager(root)
  await run(
    'npx',
    ['--yes', '--prefer-offline', pnpm, 'install', '--prefer-offline', '--no-frozen-lockfile'],
    { ...within(root), shell: process.platform === 'win32' },
  )
}

/** What is noted as installed would be believed after the change is undone, when the lockfile is as it was. */
async function forgetInstalled(root: string): Promise<void> {
  const folder = join(root, 'node_modules')
  const names = await readdir(folder).catch(() => [])
  const stamps = names.filter((name) => /^\..*-installed$/.test(name))
  for (const stamp of stamps) await rm(join(folder, stamp))
}

/** The package manager with its version, as npx takes it. */
export async function packageManager(root: string): Promise<string> {
  const file = join(root, 'infra/bootstrap/package-manager.json')
  return JSON.parse(await readFile(file, 'utf8')).pnpm
}

/** Only what was written, unless that is nearly everything: no command line is longer than a screen. */
async function format(root: string, written: readonly string[]): Promise<void> {
  const paths = written.length < 200 ? written : ['.']
  const how = ['check', '--write', '--no-errors-on-unmatched', '--files-ignore-unknown=true']
  await run(join(root, 'node_modules/.bin/biome'), [...how, ...paths], within(root))
}

function within(root: string) {
  return { cwd: root, maxBuffer: 64_000_000 }
}

/** The checkout was clean before, so all that differs is ours. */
async function takenBack(root: string, cause: unknown, to = 'HEAD'): Promise<Refusal> {
  await git(root, 'add', '--all')
  await git(root, 'reset', '--quiet', '--hard', to)
  const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
  const said = `${stdout}\n${stderr}`.trim() || String(cause)
  return new Refusal(`Nothing has changed, because a step failed:\n${said.slice(-2_000)}`)
}

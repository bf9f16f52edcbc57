import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Refusal } from './refusal.ts'
import type { Change, Tree } from './tree.ts'

const run = promisify(execFile)
// A NUL byte is what git calls binary, too.
const isText = (content: Buffer) => !content.includes(0)

/** Asks git in this folder. */
export async function git(root: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', [...args], { cwd: root, maxBuffer: 64_000_000 })
  return stdout.trimEnd()
}

/** Refuses a folder whose state git could not bring back. */
export async function refuseDirty(root: string): Promise<void> {
  const status = await git(root, 'status', '--porcelain').catch(() => undefined)
  if (status === undefined)
    throw new Refusal(
      'This folder is no git checkout: run git init and commit first, so that the change can be undone.',
    )
  if (status !== '')
    throw new Refusal(
      `There are changes that are not committed: commit or stash them first.\n${status}`,
    )
}

/** Refuses what git would refuse after all the work: a commit by somebody who has no name. */
export async function refuseNameless(root: string): Promise<void> {
  for (const who of ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'])
    await git(root, 'var', who).catch(({ stderr }) => {
      throw new Refusal(`git does not know who commits:\n${stderr}`)
    })
}

/** Lets git ignore these in this checkout, whichever commit is checked out. */
export async function ignoreHere(root: string, patterns: readonly string[]): Promise<void> {
  const file = resolve(root, await git(root, 'rev-parse', '--git-path', 'info/exclude'))
  const text = await readFile(file, 'utf8').catch(() => '')
  const missing = patterns.filter((pattern) => !text.split('\n').includes(pattern))
  if (missing.length === 0) return
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, [text.trimEnd(), ...missing, ''].join('\n').trimStart())
}

/** Reads every tracked text file. */
export async function readTree(root: string): Promise<Tree> {
  return readFiles(root, await listTracked(root))
}

/** The tracked files that are no text. */
export async function readOthers(root: string, tree: Tree): Promise<readonly string[]> {
  return (await listTracked(root)).filter((path) => !tree.has(path))
}

async function listTracked(root: string): Promise<readonly string[]> {
  return (await git(root, 'ls-files', '-z')).split('\0').filter(Boolean)
}

/** Reads these files but for those that are no text. */
export async function readFiles(root: string, paths: readonly string[]): Promise<Tree> {
  const read = await Promise.all(
    paths.map(async (path) => [path, await readFile(join(root, path))] as const),
  )
  return new Map(
    read.filter(([, content]) => isText(content)).map(([path, content]) => [path, `${content}`]),
  )
}

/** Writes and deletes; a script that could be started before can be started afterwards. */
export async function applyChange(root: string, { written, deleted }: Change): Promise<void> {
  for (const path of deleted) await rm(join(root, path))
  for (const path of deleted) await sweep(root, path)
  for (const [path, text] of written) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
}

/** What was installed or compiled for a package goes with it, and so do folders that have become empty. */
async function sweep(root: string, path: string): Promise<void> {
  if (path.endsWith('/package.json'))
    for (const made of ['node_modules', 'dist', 'tsconfig.tsbuildinfo'])
      await rm(join(root, dirname(path), made), { recursive: true, force: true })
  let folder = dirname(path)
  while (folder !== '.' && (await isEmpty(join(root, folder)))) {
    await rmdir(join(root, folder))
    folder = dirname(folder)
  }
}

async function isEmpty(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => ['gone'])).length === 0
}

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { answersFile } from '../answers.ts'
import { Refusal } from '../refusal.ts'

const run = promisify(execFile)
const program = 'infra/template/src/update/replay-main.ts'
const ownProgram = fileURLToPath(new URL('replay-main.ts', import.meta.url))
const lockfile = 'pnpm-lock.yaml'
const maxBuffer = 64_000_000

/** A commit of upstream, and what this checkout remembers. */
export type Upstream = {
  readonly commit: string
  readonly applied: readonly string[]
  /** What `.template.json` is to say. */
  readonly answers: string
}

/** The tree of an upstream commit as it is in this checkout: renamed, stripped, with its answers and its lockfile. */
export async function asHere(
  root: string,
  { commit, applied, answers }: Upstream,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'template-update-'))
  const tree = join(folder, 'tree')
  try {
    await mkdir(tree)
    const git = await gitIn(root, tree, join(folder, 'index'))
    await git('read-tree', commit)
    await git('checkout-index', '--all')
    await replayIn(tree, applied)
    await writeFile(join(tree, answersFile), answers)
    await layOut(root, tree)
    await git('add', '--all', '--force')
    await keepLockfile(root, git)
    return await git('write-tree')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Git = (...args: readonly string[]) => Promise<string>

/** Git on another work tree, with an index of its own. */
async function gitIn(root: string, tree: string, index: string): Promise<Git> {
  const { stdout } = await run('git', ['rev-parse', '--absolute-git-dir'], { cwd: root })
  const where = [`--git-dir=${stdout.trim()}`, `--work-tree=${tree}`]
  // biome-ignore lint/style/noProcessEnv: git runs as it does in this shell
  const settings = { cwd: tree, env: { ...process.env, GIT_INDEX_FILE: index }, maxBuffer }
  return async (...args) => (await run('git', [...where, ...args], settings)).stdout.trim()
}

/** With the commands of that version, which knows its own tree; a version before them is treated as this one. */
async function replayIn(folder: string, applied: readonly string[]): Promise<void> {
  const theirs = join(folder, program)
  const entry = existsSync(theirs) ? theirs : ownProgram
  await run(process.execPath, [entry, ...applied], { cwd: folder }).catch((cause) => {
    throw new Refusal(
      `Upstream cannot be made like this project:\n${cause.stderr?.trim() || cause}`,
    )
  })
}

// A command writes what the formatter makes of it, so what it is compared with must have been there, too.
async function layOut(root: string, folder: string): Promise<void> {
  const biome = join(root, 'node_modules/.bin/biome')
  await run(biome, ['check', '--write', '.'], { cwd: folder, maxBuffer }).catch(() => {})
}

/** The lockfile is written anew after the merge, so it does not differ in it. */
async function keepLockfile(root: string, git: Git): Promise<void> {
  const { stdout } = await run('git', ['ls-tree', 'HEAD', lockfile], { cwd: root })
  const [mode, , blob] = stdout.split(/\s/)
  if (blob) await git('update-index', '--add', '--cacheinfo', `${mode},${blob},${lockfile}`)
}

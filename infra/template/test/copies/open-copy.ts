import { execFile } from 'node:child_process'
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { git } from '../../src/checkout.ts'
import { userShell } from './user-shell.ts'
import { cloneWorkTree } from './work-tree.ts'

const checkout = fileURLToPath(new URL('../../../..', import.meta.url))
const install = `const { ensureInstalled } = await import('./infra/bootstrap/ensure-installed.mjs')
await ensureInstalled(process.cwd())`

/** Who deletes the copy: a test's context, or `wholeFile()`. */
type Owner = { onTestFinished(cleanup: () => Promise<void>): unknown }
/** The owner of a copy for all tests of a file; called while the file is read, where alone vitest takes hooks. */
export function wholeFile(): Owner {
  const cleanups: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const cleanup of cleanups) await cleanup()
  })
  return { onTestFinished: (cleanup) => void cleanups.push(cleanup) }
}

type Env = Readonly<Record<string, string>>

export type Ended = {
  readonly exitCode: number
  readonly stdout: string
  /** Both streams, as a terminal shows them but for their order. */
  readonly output: string
}

/** A clone of the checkout as it is being edited, on which commands run as a user runs them. */
export type Copy = {
  readonly root: string
  /** Runs a command, `['npm', 'run', 'rename', '--', 'acme']`. */
  run(command: readonly string[], env?: Env): Promise<Ended>
  /** The same, for what must succeed: throws all that it said when it does not. */
  done(command: readonly string[], env?: Env): Promise<Ended>
  git(...args: readonly string[]): Promise<string>
}

/** A command for `Copy.done`: the unit tests whose path has one of these parts; two workers leave room for other files. */
export function unitTests(...parts: readonly string[]): readonly string[] {
  return ['npx', 'vitest', 'run', '--project', 'unit', '--maxWorkers', '2', ...parts]
}

/** Opens a copy with its packages installed; it is deleted with its owner. */
export async function openCopy(owner: Owner): Promise<Copy> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'template-copy-')))
  owner.onTestFinished(() => rm(folder, { recursive: true, force: true }))
  // PostgreSQL does not run as root; its own user must get through to the packages.
  await chmod(folder, 0o755)
  const root = join(folder, 'copy')
  await cloneWorkTree(checkout, root)
  const copy = copyAt(root)
  await copy.done(['node', '--input-type=module', '--eval', install])
  return copy
}

function copyAt(root: string): Copy {
  const run: Copy['run'] = (command, env = {}) => runIn(root, command, env)
  return {
    root,
    run,
    async done(command, env) {
      const ended = await run(command, env)
      if (ended.exitCode === 0) return ended
      throw new Error(`${command.join(' ')} ended with ${ended.exitCode}:\n${ended.output}`)
    },
    git: (...args) => git(root, ...args),
  }
}

function runIn(root: string, [file = '', ...args]: readonly string[], env: Env): Promise<Ended> {
  // biome-ignore lint/style/noProcessEnv: what runs in the copy gets the shell of this machine
  const shell = { ...userShell(process.env), ...env }
  return new Promise((resolve, reject) => {
    const settings = { cwd: root, env: shell, maxBuffer: 64_000_000 }
    const child = execFile(file, args, settings, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number' && child.exitCode === null) reject(error)
      else resolve({ exitCode: child.exitCode ?? 1, stdout, output: `${stdout}${stderr}` })
    })
    child.stdin?.end()
  })
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { startSystem } from '@tailspan/local'
import { endWithUs } from '../../measure/end-with-us.ts'
import { openFolder } from '../../measure/servers.ts'
import { findCommit, git } from './git.ts'
import { install } from './install.ts'

/** An earlier commit with its own packages; `await using` removes it. */
export type Checkout = AsyncDisposable & {
  /** Its own runner, which starts its own services. */
  readonly startSystem: typeof startSystem
}

/** Lays out a commit in a folder of its own and installs its packages. */
export async function openCheckout(name: string): Promise<Checkout> {
  const commit = await findCommit(name)
  await using undo = new AsyncDisposableStack()
  const folder = undo.use(await openFolder())
  const root = join(folder.path, 'checkout')
  undo.use(await addWorktree(root, commit))
  const installing = undo.adopt(install(root, name), ({ cancel }) => cancel())
  undo.defer(endWithUs(installing.cancel))
  await installing.done
  const start = await loadRunner(root, name)
  const opened = undo.move()
  return { startSystem: start, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

async function addWorktree(root: string, commit: string): Promise<AsyncDisposable> {
  const remove = async () => void (await git(['worktree', 'remove', '--force', '--force', root]))
  const forget = endWithUs(remove)
  await git(['worktree', 'add', '--quiet', '--detach', root, commit])
  return {
    async [Symbol.asyncDispose]() {
      forget()
      await remove()
    },
  }
}

async function loadRunner(root: string, name: string): Promise<typeof startSystem> {
  const runner = join(root, 'infra/local/src/index.ts')
  const found = existsSync(runner) ? await import(pathToFileURL(runner).href) : {}
  if (typeof found.startSystem === 'function') return found.startSystem
  throw new Error(
    `--against: ${name} has no runner that can be measured (startSystem of infra/local).`,
  )
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** An installation under way. */
export type Installing = {
  /** Rejects with one sentence; once it is cancelled it never settles. */
  readonly done: Promise<void>
  /** Ends it; resolves when nothing of it runs any more. */
  cancel(): Promise<void>
}

const installer = new URL('../../../../../infra/bootstrap/ensure-installed.mjs', import.meta.url)
const program = `
  const [installer, root] = process.argv.slice(1)
  const { ensureInstalled } = await import(installer)
  await ensureInstalled(root).catch((error) => {
    console.error(error.sentence ?? error.message)
    process.exitCode = 1
  })`

/** Installs the packages of a checkout as every `npm run` does: from the caches of this machine if they have them all. */
export function install(root: string, name: string): Installing {
  const args = ['--input-type=module', '-e', program, installer.href, root]
  // It ends its own children when it is told to end.
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const closed = once(child, 'close')
  const said = text(child.stderr)
  let isCancelled = false
  const done = closed.then(async ([code]) => {
    if (code === 0) return
    if (isCancelled) await new Promise(() => {})
    const why = (await said).trim().split('\n').at(-1) || `the installer ended with ${code}`
    throw new Error(`--against: the packages of ${name} could not be installed: ${why}`)
  })
  return {
    done,
    async cancel() {
      isCancelled = true
      child.kill()
      await closed
    },
  }
}

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { node } from './ensure-installed.mjs'
import { takeFromShell } from './take-from-shell.mjs'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs a TypeScript program on the Node that was installed, and becomes its shadow: signals in, exit code out. */
export function handOver(root, { entry, args, flags = [], supervised, takes, startedAtMs }) {
  if (!existsSync(join(root, entry)))
    throw Object.assign(new Error('not-there-yet'), {
      sentence: `${entry} is not there yet: this command comes with a later step.`,
    })
  const child = spawn(
    node(root),
    ['--conditions=@tailspan/source', ...flags, join(root, entry), ...args],
    {
      cwd: root,
      // The open channel tells a supervised program when this process dies without a word.
      stdio: ['inherit', 'inherit', 'inherit', ...(supervised ? ['ipc'] : [])],
      env: childEnv({ root, supervised, takes, startedAtMs }),
    },
  )
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : code))
  })
}

function childEnv({ root, supervised, takes, startedAtMs }) {
  // TypeScript that was stripped once need not be stripped again: a second less, 50 MB less.
  const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') }
  const told = { TAILSPAN_STARTED_AT: String(startedAtMs) }
  // biome-ignore lint/style/noProcessEnv: what is documented is taken from it
  const taken = takeFromShell(root, process.env, { more: takes })
  return { ...(supervised ? compiled : {}), ...taken, ...told }
}

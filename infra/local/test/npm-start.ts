import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type Env, ownEnv } from '../src/config.ts'
import { chooseFreePorts, portNames, portSetting } from '../src/ports.ts'
import { stopLeftBehind } from '../src/process/left-behind.ts'

const bootstrap = fileURLToPath(new URL('../../run.mjs', import.meta.url))

/** Settings that keep a run apart from everything else on the machine. */
export async function apart(state: string): Promise<Env> {
  const ports = await chooseFreePorts()
  const settings = portNames.map((name) => [portSetting(name), String(ports[name])])
  return { ...Object.fromEntries(settings), TAILSPAN_STATE: state }
}

/** Runs a command as npm does. */
export function runCommand(args: readonly string[], env: Env, { umask = 0o022 } = {}) {
  // Node gives a child no umask of its own; a shell does.
  const underUmask = ['-c', `umask ${umask.toString(8)} && exec "$@"`, 'sh']
  const child = spawn('/bin/sh', [...underUmask, process.execPath, bootstrap, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...ownEnv, ...env },
  })
  let shown = ''
  child.stdout.on('data', (chunk) => {
    shown += chunk
  })
  // Not at its exit: what it showed last may come after that.
  const ended = Promise.all([text(child.stderr), once(child, 'close')]).then(
    ([stderr, [exitCode]]) => ({ stdout: shown, stderr, exitCode }),
  )
  onTestFinished(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await ended
    await stopLeftBehind(env.TAILSPAN_STATE as string)
  })
  return { child, ended, shown: () => shown }
}

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'

const { pnpm } = JSON.parse(readFileSync(new URL('package-manager.json', import.meta.url), 'utf8'))
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
const pingMs = 10_000

/** The version of pnpm that installs. */
export const installer = pnpm

/**
 * Installs the packages of the lockfile: from the caches of this machine alone if they are all there, else from the registry.
 *
 * Only a failed first try asks for the registry, and once, before pnpm and npm ask with all their patience.
 */
export async function runInstaller(root) {
  const fromCache = await install(root, '--offline')
  if (fromCache.exitCode === 0) return fromCache
  const once = ['--fetch-retries=0', `--fetch-timeout=${pingMs}`]
  const ping = await run(root, ['npm', 'ping', ...once])
  const silence = whyUnreachable(ping)
  if (silence) return { ...fromCache, silence }
  const asked = await install(root, '--prefer-offline')
  // What a killed npx has left half unpacked is taken for whole by the next one.
  return isBroken(asked) ? install(root, '--prefer-offline', ownCache(root)) : asked
}

function install(root, mode, settings = {}) {
  const how = [mode, '--frozen-lockfile', '--reporter=append-only']
  return run(root, ['npx', '--yes', mode, pnpm, 'install', ...how], settings)
}

const networkCodes =
  /^npm (?:error|ERR!) code (E(?:NOTFOUND|AI_AGAIN|CONN\w+|TIMEDOUT|HOST\w+|NET\w+|IDLE\w+|RESPONSE\w+|PROTO)|FETCH_ERROR|ERR_\w+|\w*CERT\w*)$/m

/** An answer of any kind is a registry that is there; not all of them know the question. */
function whyUnreachable({ exitCode, output }) {
  if (exitCode === 0) return undefined
  const code = networkCodes.exec(output)?.[1]
  return code && { code, registry: /PING (\S+)/.exec(output)?.[1] || 'the registry of npm' }
}

function isBroken({ exitCode, output }) {
  return exitCode === 127 || /pnpm: not found|Cannot find module .*_npx|ENOTEMPTY/.test(output)
}

function ownCache(root) {
  return { npm_config_cache: join(root, 'node_modules', '.cache', 'npm') }
}

function run(root, [file, ...args], settings = {}) {
  // With NODE_ENV=production half of the packages would be left out.
  // biome-ignore lint/style/noProcessEnv: the installer needs the rest of the environment as it is
  const { NODE_ENV: _, ...env } = process.env
  const isWindows = process.platform === 'win32'
  // Before the spawn: a signal may arrive as soon as there is something to end.
  const { forget, own } = endWithUs()
  const child = own(
    spawn(file, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isWindows,
      // A group of its own, so that a signal ends all that npx has started.
      detached: !isWindows,
      // CI: never ask, a folder that another package manager made is replaced. The level: `npm --silent` hands its own
      // on, and a silent npm does not say why it failed.
      env: { ...env, CI: 'true', npm_config_loglevel: 'notice', ...settings },
    }),
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: 1, output: String(error) }))
    child.once('close', (exitCode) => resolve({ exitCode, output }))
  }).finally(forget)
}

function endWithUs() {
  let child
  const end = (signal) => {
    try {
      process.kill(-child.pid, signal)
    } catch {
      child?.kill(signal)
    }
    process.exit(128 + constants.signals[signal])
  }
  for (const signal of signals) process.on(signal, end)
  return {
    own: (started) => {
      child = started
      return child
    },
    forget: () => {
      for (const signal of signals) process.off(signal, end)
    },
  }
}

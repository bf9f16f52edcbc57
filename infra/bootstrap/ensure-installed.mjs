import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const pnpm = 'pnpm@12.21.0'
const refreshMs = 1000

/** Installs the packages of the lockfile unless exactly they are installed. */
export async function ensureInstalled(root) {
  const stamp = join(root, 'node_modules', '.tailspan-installed')
  const wanted = fingerprint(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const { exitCode, output } = await showWaiting('installing packages', install(root))
  if (exitCode !== 0) throw installFailure(root, output)
  writeFileSync(stamp, wanted)
}

function fingerprint(root) {
  const hash = createHash('sha256').update(pnpm)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml'])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function install(root) {
  const args = ['--yes', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only']
  return new Promise((resolve) => {
    const child = spawn('npx', args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      // Never ask: a folder that another package manager made is replaced.
      // biome-ignore lint/style/noProcessEnv: the installer needs the environment as it is
      env: { ...process.env, CI: 'true' },
    })
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', (error) => resolve({ exitCode: 1, output: String(error) }))
    child.once('close', (exitCode) => resolve({ exitCode, output }))
  })
}

/** One line while it lasts: it counts seconds on a terminal, it stands still in a log. */
async function showWaiting(words, work) {
  const { stderr } = process
  const startedAt = Date.now()
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`
  stderr.write(stderr.isTTY ? words : `${words} …\n`)
  const timer = setInterval(() => {
    if (stderr.isTTY) stderr.write(`\r${words} … ${seconds()}`)
  }, refreshMs)
  const result = await work.finally(() => clearInterval(timer))
  if (stderr.isTTY) stderr.write(`\r${words} … ${seconds()}\n`)
  return result
}

function installFailure(root, output) {
  const logs = join(root, '.tailspan', 'logs')
  mkdirSync(logs, { recursive: true })
  const log = join(logs, 'install.log')
  writeFileSync(log, output)
  const reason = output.split('\n').filter((line) => /err|ENO|fail/i.test(line))
  return Object.assign(new Error('install-failed'), {
    sentence: `The packages could not be installed (${(reason[0] || 'no reason given').trim()}): check the network, the free space and npm's registry setting; all that pnpm said is in ${log}.`,
  })
}

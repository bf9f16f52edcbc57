import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installFailure, unwritable } from './install-failure.mjs'
import { installer, runInstaller } from './run-installer.mjs'

const refreshMs = 1000

/** Installs the packages of the lockfile unless exactly they are installed. */
export async function ensureInstalled(root) {
  const stamp = join(root, 'node_modules', '.tailspan-installed')
  const wanted = fingerprint(root)
  if (existsSync(node(root)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  refuseUnwritable(root)
  const ended = await showWaiting('installing packages', runInstaller(root))
  if (ended.exitCode !== 0) throw installFailure(root, ended)
  writeFileSync(stamp, wanted)
}

/** The Node that everything runs on, once it is installed. */
export function node(root) {
  return join(root, 'node_modules', 'node', 'bin', 'node')
}

function fingerprint(root) {
  const hash = createHash('sha256').update(installer)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml'])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function refuseUnwritable(root) {
  const folder = [join(root, 'node_modules'), root].find((path) => existsSync(path))
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw unwritable(folder, error)
  }
}

/** One line while it lasts: it counts seconds on a terminal, it stands still in a log. */
async function showWaiting(words, work) {
  const { stderr } = process
  const startedAt = performance.now()
  const seconds = () => `${Math.round((performance.now() - startedAt) / 1000)} s`
  stderr.write(stderr.isTTY ? words : `${words} …\n`)
  const timer = setInterval(() => {
    if (stderr.isTTY) stderr.write(`\r${words} … ${seconds()}`)
  }, refreshMs)
  const result = await work.finally(() => clearInterval(timer))
  if (stderr.isTTY) stderr.write(`\r${words} … ${seconds()}\n`)
  return result
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  chooseFreePorts,
  ownEnv,
  type PortName,
  type Ports,
  portSetting,
  readLocalAddresses,
  stopLeftBehind,
} from '@tailspan/local'
import type { TestProject } from 'vitest/node'
import { whyNoChromium } from './find-chromium.ts'

/** Where the one running system of all browser tests is. */
export type RunningConsole = {
  readonly url: string
  readonly ports: Ports
  /** The process of `npm start`, in which the console runs. */
  readonly pid: number
  readonly state: string
  /** The superuser's. */
  readonly databaseUrl: string
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly console: RunningConsole
  }
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const flags = ['--conditions=@tailspan/source', '--disable-warning=ExperimentalWarning']

/** Starts the whole system once, as `npm start -- --local` does, and stops it behind the last test. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (whyNoChromium) return undefined
  const state = await mkdtemp(join(tmpdir(), 'tailspan-console-'))
  // PostgreSQL does not run as root; its own user must get through to its data.
  await chmod(state, 0o755)
  const ports = await chooseFreePorts()
  const settings = Object.entries(ports).map(([name, port]) => [
    portSetting(name as PortName),
    String(port),
  ])
  const env = { ...ownEnv, ...Object.fromEntries(settings), TAILSPAN_STATE: state }
  const child = spawn(process.execPath, [...flags, main, '--local'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await stopLeftBehind(state)
    await rm(state, { recursive: true, force: true })
  }
  await untilShown(child.stdout, 'Ctrl-C stops everything').catch(async (error) => {
    await stop()
    throw error
  })
  const url = `http://127.0.0.1:${ports.console}`
  const { databaseUrl = '' } = await readLocalAddresses(env)
  project.provide('console', { url, ports, pid: child.pid ?? 0, state, databaseUrl })
  return stop
}

/** Reads an output until the words are there, and on so that it never fills; rejects when it ends before. */
async function untilShown(output: NodeJS.ReadableStream, words: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let shown = ''
  output.on('data', (chunk) => {
    shown += chunk
    if (shown.includes(words)) resolve()
  })
  output.on('end', () =>
    reject(new Error(`npm start ended before its console was there:\n${shown}`)),
  )
  return promise
}

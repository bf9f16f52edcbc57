import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { findFreePorts } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'

type Env = Readonly<Record<string, string>>

/** A service that runs as a process of its own. */
export type Service = AsyncDisposable & {
  readonly url: string
  /** Sends the signal and returns the exit code, which is null after a kill. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

const folders = {
  intake: fileURLToPath(new URL('../../../infra/starter-intake/', import.meta.url)),
  worker: fileURLToPath(new URL('../../../infra/starter-worker/', import.meta.url)),
}
const flags = ['--conditions=@tailspan/source', '--import', '@tailspan/telemetry/register']

/** Starts a service as it runs elsewhere, on free ports; it serves when this returns. */
export async function spawnService(name: keyof typeof folders, env: Env): Promise<Service> {
  const [port = 0, debugPort = 0] = await findFreePorts(2)
  const own = { HTTP_PORT: `${port}`, DEBUG_PORT: `${debugPort}`, OTEL_SERVICE_NAME: name }
  const child = spawn(process.execPath, [...flags, 'src/main.ts'], {
    cwd: folders[name],
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...own, LOG_LEVEL: 'error', ...env },
  })
  const exited = once(child, 'exit')
  const kill = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal)
    const [code] = await exited
    return code
  }
  const url = `http://127.0.0.1:${port}`
  const serves = async () => child.exitCode !== null || (await fetch(`${url}/readyz`)).ok
  await eventually(serves, { timeoutMs: 60_000 })
  if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`)
  return { url, kill, [Symbol.asyncDispose]: async () => void (await kill('SIGTERM')) }
}

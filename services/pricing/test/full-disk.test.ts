import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { freePort } from '@tailspan/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'

// A process takes its time to start while other tests run.
vi.setConfig({ testTimeout: 60_000 })

const folder = fileURLToPath(new URL('..', import.meta.url))
const isLinux = process.platform === 'linux'

/** The service as it is run, on a disk without room for its log. */
function startOnFullDisk(env: Readonly<Record<string, string>>) {
  const flags = ['--conditions=@tailspan/source', '--import', '@tailspan/telemetry/register']
  const child = spawn(process.execPath, [...flags, 'src/main.ts'], {
    cwd: folder,
    env: { PATH: '', OTEL_TRACES_EXPORTER: 'none', ...env },
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, errors: child.stderr && text(child.stderr), ended: once(child, 'exit') }
}

test.runIf(isLinux)(
  'L10 with a full disk behind its log the service serves, and stops when told',
  async () => {
    const [http, debug] = [await freePort(), await freePort()]
    const { child, ended } = startOnFullDisk({ HTTP_PORT: `${http}`, DEBUG_PORT: `${debug}` })

    const healthStatus = () =>
      fetch(`http://127.0.0.1:${http}/healthz`).then(({ status }) => status)
    await vi.waitFor(async () => expect(await healthStatus()).toBe(200), { timeout: 30_000 })
    child.kill('SIGTERM')

    expect(await ended).toEqual([0, null])
  },
)

test.runIf(isLinux)(
  'L10 with a full disk behind its log a start that fails ends with 1, and stderr says that its log is lost',
  async () => {
    const { errors, ended } = startOnFullDisk({ HTTP_PORT: 'eighty' })

    expect(await ended).toEqual([1, null])
    expect(await errors).toMatch(/"reason":"ENOSPC","event":"log.lost"/)
  },
)

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

/** In a process of its own: what a test runner keeps alive must not be counted. */
async function runChild(file: string, ...args: string[]) {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const flags = ['--expose-gc', '--conditions=@tailspan/source', path, ...args]
  const { stdout } = await promisify(execFile)(process.execPath, flags)
  return JSON.parse(stdout)
}

test.concurrent.each([
  'plain',
  'framework store',
  'foreign store',
  'never settles',
  'reason with stack',
  'after the response',
  'queued',
])('D12 forty requests with a pending task each leave at most two alive: %s', async (variant) => {
  const { requests, pending, alive } = await runChild('./retention.ts', variant)

  expect({ requests, pending }).toEqual({ requests: 40, pending: 40 })
  expect(alive).toBeLessThanOrEqual(2)
})

test.concurrent('ten thousand pending tasks take at most 2 kB each, their spans included', async () => {
  const { bytesPerTask, pending, waiting } = await runChild('./memory.ts')

  expect({ pending, waiting }).toEqual({ pending: 11_000, waiting: 11_000 })
  expect(bytesPerTask).toBeLessThanOrEqual(2_000)
})

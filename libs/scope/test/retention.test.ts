import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

const child = fileURLToPath(new URL('./retention.ts', import.meta.url))
const variants = [
  'plain',
  'framework store',
  'foreign store',
  'never settles',
  'reason with stack',
] as const

/** In a process of its own: what a test runner keeps alive must not be counted. */
async function serveForty(variant: string, how: 'ours' | 'mistake') {
  const flags = ['--expose-gc', '--conditions=@tailspan/source', child, variant, how]
  const { stdout } = await promisify(execFile)(process.execPath, flags)
  return JSON.parse(stdout)
}

test.concurrent.each(variants)(
  'D12 forty requests with pending work leave at most two alive: %s',
  async (variant) => {
    const { requests, alive, held } = await serveForty(variant, 'ours')

    expect({ requests, held }).toEqual({ requests: 40, held: true })
    expect(alive).toBeLessThanOrEqual(2)
  },
)

test.concurrent.each(variants)(
  'D12 the same work done the usual way keeps all forty alive: %s',
  async (variant) => {
    const { requests, alive } = await serveForty(variant, 'mistake')

    expect({ requests, alive }).toEqual({ requests: 40, alive: 40 })
  },
)

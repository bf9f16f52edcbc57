import { fileURLToPath } from 'node:url'
import { createRandom, noProgress, type Settings, type Shop } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { judgeCalm } from '../src/judge.ts'
import { runCalm } from '../src/run-calm.ts'

// Each pause lasts until all orders are settled, which takes a busy machine its time.
vi.setConfig({ testTimeout: 600_000 })

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ services: ['order', 'inventory', 'pricing'] })
})
afterAll(() => shop[Symbol.asyncDispose]())

const leak = fileURLToPath(new URL('../src/keep-requests.mjs', import.meta.url))

// What is kept does not depend on the protocol, and each run costs half a minute: `npm run soak` has both.
test('over http1 rude clients leave nothing behind and lose nothing', async () => {
  const result = await calm()

  expect(judgeCalm(result)).toEqual([])
  expect(result.tally.left).toBeGreaterThan(0)
})

test('a service that keeps its requests does not pass', async () => {
  const result = await calm({ NODE_OPTIONS: `--import=${leak}` })

  // Six seconds are enough to see that something is kept; which of the two slopes is sure depends on the visits.
  expect(judgeCalm(result)).toContainEqual(
    expect.stringMatching(/(?:listeners grow|heap grows) by [\d.]+ (?:bytes )?per visit/),
  )
})

function calm(settings: Settings = {}) {
  const load = {
    protocol: 'http1' as const,
    ratePerSecond: 100,
    random: createRandom(3),
    mostAtOnce: 20,
  }
  const time = { durationMs: 6_000, sampleCount: 8, visitsPerSample: 60 }
  const isLeaking = Object.keys(settings).length > 0
  const tag = isLeaking ? 'leaking' : 'calm'
  return runCalm(shop, { ...load, ...time, tag, settings, progress: noProgress })
}

import { fileURLToPath } from 'node:url'
import { createRandom, noProgress, type Settings, type Shop } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgeCalm } from '../src/judge.ts'
import type { Protocol } from '../src/load/load.ts'
import { runCalm } from '../src/run-calm.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ services: ['order', 'inventory', 'pricing'] })
})
afterAll(() => shop[Symbol.asyncDispose]())

const leak = fileURLToPath(new URL('../src/keep-requests.mjs', import.meta.url))

test.each(['http1', 'h2c'] as const)(
  'over %s rude clients leave nothing behind and lose nothing',
  async (protocol) => {
    const result = await calm(protocol)

    expect(judgeCalm(result)).toEqual([])
    expect(result.tally.left).toBeGreaterThan(0)
  },
)

// What is kept does not depend on the protocol, and each run costs half a minute.
test('a service that keeps its requests does not pass', async () => {
  const result = await calm('http1', { NODE_OPTIONS: `--import=${leak}` })

  // Six seconds are enough to count what is kept, not always to be sure of the heap's slope.
  expect(judgeCalm(result)).toContainEqual(
    expect.stringMatching(/listeners grow by [\d.]+ per visit/),
  )
})

function calm(protocol: Protocol, settings: Settings = {}) {
  const load = { protocol, ratePerSecond: 100, random: createRandom(3) }
  const time = { durationMs: 6_000, sampleCount: 8 }
  const isLeaking = Object.keys(settings).length > 0
  const tag = `${isLeaking ? 'leaking' : 'calm'}-${protocol}`
  return runCalm(shop, { ...load, ...time, tag, settings, progress: noProgress })
}

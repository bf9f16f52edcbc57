import { createRandom } from '@tailspan/experiment'
import { expect, test } from 'vitest'
import { killables, planKills } from './plan-kills.ts'

const plan = (seed: number) => planKills({ kills: 50, roundMs: 5_000, random: createRandom(seed) })

test('every part dies as often as the others', () => {
  const counts = killables.map((name) => plan(1).filter(({ part }) => part === name).length)

  expect(counts).toEqual([13, 13, 12, 12])
})

test('the same seed kills the same parts at the same moments, another seed others', () => {
  expect(plan(7)).toEqual(plan(7))
  expect(plan(7)).not.toEqual(plan(8))
})

test('a kill comes while its round goes on', () => {
  for (const { atMs, restMs } of plan(1)) {
    expect(atMs).toBeGreaterThanOrEqual(500)
    expect(atMs).toBeLessThan(4_500)
    expect(restMs).toBeLessThan(1_000)
  }
})

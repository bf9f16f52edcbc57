import { expect, test } from 'vitest'
import { findKnee, type Step } from './curve.ts'

const calm = { eventsPerSecond: 0, failed: 0, p50Ms: 5, p99Ms: 9, cpuUs: {}, cores: {} }
const step = (offered: number, settledAfterMs: number, more: Partial<Step> = {}): Step => ({
  ...calm,
  offered,
  settledAfterMs,
  settledPerSecond: offered,
  acceptedPerSecond: offered,
  ...more,
})

test('the knee is the last load behind which nothing gathered', () => {
  const knee = findKnee([step(100, 50), step(200, 900), step(300, 1_100)])

  expect(knee?.offered).toBe(200)
})

test('a load of which some was refused, or accepted too slowly, is beyond the knee', () => {
  expect(findKnee([step(100, 9), step(200, 9, { failed: 1 })])?.offered).toBe(100)
  expect(findKnee([step(100, 9), step(200, 9, { acceptedPerSecond: 150 })])?.offered).toBe(100)
})

test('a system that keeps no pace at all has none', () => {
  expect(findKnee([step(100, 5_000)])).toBeUndefined()
})

import { expect, test } from 'vitest'
import { linearScale, logScale } from './scale.ts'

const span = { from: 100, to: 0 }

test('even steps begin at nothing and end at a round number above all values', () => {
  const { place, ticks } = linearScale([3, 87], span)

  expect(ticks).toEqual([0, 20, 40, 60, 80, 100])
  expect([0, 50, 100].map(place)).toEqual([100, 50, 0])
})

test('a round value is the end itself', () => {
  expect(linearScale([500], span).ticks.at(-1)).toBe(500)
})

test('steps of ten enclose the smallest and the largest', () => {
  const { place, ticks } = logScale([3, 870], span)

  expect(ticks).toEqual([1, 10, 100, 1_000])
  expect(place(1)).toBe(100)
  expect(place(1_000)).toBe(0)
})

test('a single value has an axis, too', () => {
  expect(logScale([10], span).ticks).toEqual([10, 100])
  expect(linearScale([0], span).ticks.length).toBeGreaterThan(1)
})

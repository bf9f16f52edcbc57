import { expect, test } from 'vitest'
import { exceeds, fitSlope } from './fit-slope.ts'

const limit = { perVisit: 100, inAll: 500_000 }
const heap = (bytesPerVisit: number, noise: number) =>
  fitSlope(
    Array.from({ length: 12 }, (_, i) => ({
      x: i * 1_000,
      y: 30e6 + i * 1_000 * bytesPerVisit + (i % 2 === 0 ? noise : -noise),
    })),
  )

test('a line without noise is found exactly', () => {
  expect(fitSlope([1, 2, 3, 4].map((x) => ({ x, y: 5 + 3 * x })))).toEqual({
    slope: 3,
    error: 0,
    growth: 9,
  })
})

test.each([
  ['flat', heap(0, 200_000), false],
  ['flat and noisy', heap(50, 3_000_000), false],
  ['a thousand bytes for each visit', heap(1_000, 200_000), true],
  ['the same, hidden by noise', heap(1_000, 20_000_000), false],
  ['shrinking', heap(-1_000, 200_000), false],
])('a heap that is %s is judged', (_, slope, isTooSteep) => {
  expect(exceeds(slope, limit)).toBe(isTooSteep)
})

test('two samples say nothing', () => {
  const slope = fitSlope([
    { x: 0, y: 0 },
    { x: 1, y: 1e9 },
  ])

  expect(exceeds(slope, limit)).toBe(false)
})

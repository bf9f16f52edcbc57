import { expect, test } from 'vitest'
import { quantile } from './quantile.ts'

const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)

test.each([
  [0.5, 50],
  [0.99, 99],
  [1, 100],
  [0, 1],
])('the share %d of 1 to 100 does not exceed %d', (share, value) => {
  expect(quantile(hundred, share)).toBe(value)
})

test('nothing has no quantile', () => {
  expect(quantile([], 0.5)).toBeNaN()
})

import { expect, test } from 'vitest'
import { measureGrowth } from './measure-growth.ts'

const list = (length: number) => Array.from({ length }, (_, i) => i)
const total = (numbers: readonly number[]) => {
  let sum = 0
  for (const one of numbers) sum += one % 7
  return sum
}
const squared = (numbers: readonly number[]) => {
  let pairs = 0
  for (const one of numbers) for (const other of numbers) pairs += one ^ other
  return pairs
}

test('X3 work that is linear is told from work that is quadratic', async () => {
  const [half, whole] = [list(2_000), list(4_000)]

  const linear = await measureGrowth(
    () => total(half),
    () => total(whole),
  )
  const quadratic = await measureGrowth(
    () => squared(half),
    () => squared(whole),
  )

  expect(linear).toBeLessThan(2.5)
  expect(quadratic).toBeGreaterThan(2.5)
})

test('X3 several doublings are counted as one', async () => {
  const [small, large] = [list(500), list(4_000)]

  const linear = await measureGrowth(
    () => total(small),
    () => total(large),
    { doublings: 3 },
  )
  const quadratic = await measureGrowth(
    () => squared(small),
    () => squared(large),
    { doublings: 3 },
  )

  expect(linear).toBeLessThan(2.5)
  expect(quadratic).toBeGreaterThan(2.5)
})

import { expect, test } from 'vitest'
import { createEndCounter } from './end-counter.ts'

test('three ends within 30 s are too many, each part counted by itself', () => {
  const isTooOften = createEndCounter({ mostEnds: 3, withinMs: 30_000, now: () => 0 })

  const counted = ['a', 'a', 'b', 'a'].map(isTooOften)

  expect(counted).toEqual([false, false, false, true])
})

test('an end that is 30 s old is forgotten', () => {
  let nowMs = 0
  const isTooOften = createEndCounter({ mostEnds: 3, withinMs: 30_000, now: () => nowMs })

  const counted = [0, 1_000, 30_000, 30_500].map((atMs) => {
    nowMs = atMs
    return isTooOften('a')
  })

  expect(counted).toEqual([false, false, false, true])
})

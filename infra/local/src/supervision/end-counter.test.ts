import { expect, onTestFinished, test, vi } from 'vitest'
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

test.each([
  ['back', -3_600_000],
  ['forward', 3_600_000],
])('an end is as old as it is although the clock of the machine steps %s', (_, stepMs) => {
  vi.useFakeTimers({ toFake: ['performance', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const isTooOften = createEndCounter({ mostEnds: 2, withinMs: 30_000 })

  const counted = [0, 29_000, 31_000].map((afterMs) => {
    vi.setSystemTime(Date.now() + stepMs)
    vi.advanceTimersByTime(afterMs)
    return isTooOften('a')
  })

  expect(counted).toEqual([false, true, false])
})

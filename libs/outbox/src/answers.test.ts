import { expect, test, vi } from 'vitest'
import { Answers } from './answers.ts'

test('a failure while others are acknowledged is its own', () => {
  const answers = new Answers(1_000)
  const [stuck, good] = [answers.watch('a'), answers.watch('a')]

  good.acknowledged()

  expect(stuck.failed()).toBe(true)
  expect(answers.isSilent('a')).toBe(false)
})

test('a topic is silent when a send of it fails and none is acknowledged meanwhile, until the next one is', () => {
  const answers = new Answers(1_000)
  answers.watch('a').acknowledged()
  const [first, other, second] = [answers.watch('a'), answers.watch('b'), answers.watch('a')]
  other.acknowledged()

  expect(first.failed()).toBe(false)
  expect([answers.isSilent('a'), answers.isSilent('b')]).toEqual([true, false])
  second.acknowledged()
  expect(answers.isSilent('a')).toBe(false)
})

test('how long a topic has been silent is forgotten after some time', () => {
  vi.useFakeTimers()
  const answers = new Answers(1_000)

  answers.watch('a').failed()
  vi.advanceTimersByTime(999)
  expect(answers.isSilent('a')).toBe(true)
  vi.advanceTimersByTime(1)

  expect(answers.isSilent('a')).toBe(false)
  vi.useRealTimers()
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { topicOf } from '../../../../test/topic-of.ts'
import { Locations } from '../fetch/locations.ts'
import { Whereabouts } from './whereabouts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const metadataMs = 300_000
const away = new Locations([topicOf(0, { errorCode: 29 })])
const there = (count: number, topicId = 'id') => new Locations([topicOf(count, { topicId })])

/** Answers in turn; the last one stays. */
function given(answers: readonly Locations[], dealtFrom?: Locations) {
  const ask = vi.fn(
    async () => answers[Math.min(ask.mock.calls.length, answers.length) - 1] ?? away,
  )
  const onChanged = vi.fn()
  const whereabouts = new Whereabouts({ ask, topics: ['orders'], metadataMs, dealtFrom, onChanged })
  return { whereabouts, ask, onChanged }
}

test('who gave the partitions out notices others at the first look already', async () => {
  const { whereabouts, onChanged } = given([there(3)], there(2))

  await whereabouts.ask()

  expect(onChanged).toHaveBeenCalledOnce()
})

test('a topic that was away when partitions were given out is asked for every second, and noticed', async () => {
  const { whereabouts, ask, onChanged } = given([away, away, there(2)], away)

  await whereabouts.ask()
  await vi.advanceTimersByTimeAsync(1_000)
  const before = onChanged.mock.calls.length
  await vi.advanceTimersByTimeAsync(1_000)

  expect(ask).toHaveBeenCalledTimes(3)
  expect([before, onChanged.mock.calls.length]).toEqual([0, 1])
})

test('a topic that is away for a while has not changed; another one of its name has', async () => {
  const { whereabouts, ask, onChanged } = given([away, there(2), there(2, 'other')], there(2))

  await whereabouts.ask()
  await vi.advanceTimersByTimeAsync(1_000)
  await vi.advanceTimersByTimeAsync(metadataMs - 1)
  const before = { asked: ask.mock.calls.length, changed: onChanged.mock.calls.length }
  await vi.advanceTimersByTimeAsync(1)

  expect(before).toEqual({ asked: 2, changed: 0 })
  expect(onChanged).toHaveBeenCalledOnce()
})

test('who has not given them out goes by the first answer that says how many there are', async () => {
  const { whereabouts, onChanged } = given([away, there(2), there(3)])

  await whereabouts.ask()
  await vi.advanceTimersByTimeAsync(1_000)
  const before = onChanged.mock.calls.length
  await vi.advanceTimersByTimeAsync(metadataMs)

  expect([before, onChanged.mock.calls.length]).toEqual([0, 1])
})

test('without an answer what was known stays, and a stop ends the questions', async () => {
  const { whereabouts, ask, onChanged } = given([there(2), there(2)])
  await whereabouts.ask()
  ask.mockRejectedValueOnce(new Error('away'))
  await whereabouts.ask()
  const kept = whereabouts.locations?.countOf('orders')

  whereabouts.stop()
  await vi.advanceTimersByTimeAsync(metadataMs)

  expect(kept).toBe(2)
  expect(ask).toHaveBeenCalledTimes(2)
  expect(onChanged).not.toHaveBeenCalled()
})

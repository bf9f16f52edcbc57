import { getEventListeners } from 'node:events'
import { expect, test, vi } from 'vitest'
import { repeatUntilDone } from './index.ts'

const { signal } = new AbortController()

test('a step is repeated until it succeeds, and each failure is reported with its attempt', async () => {
  const step = vi.fn().mockRejectedValueOnce('one').mockRejectedValueOnce('two')
  const onFailure = vi.fn()

  const done = repeatUntilDone(step.mockResolvedValue('done'), { signal, firstMs: 1, onFailure })

  expect(await done).toBe('done')
  expect(onFailure.mock.calls).toEqual([
    ['one', 1],
    ['two', 2],
  ])
})

test('pauses double up to the longest', async () => {
  const failedMs: number[] = []
  const step = async () => {
    if (failedMs.length < 4) throw new Error('away')
  }
  const onFailure = () => void failedMs.push(performance.now())

  await repeatUntilDone(step, { signal, firstMs: 8, longestMs: 16, onFailure })

  const [first = 0, second = 0, third = 0, fourth = 0] = failedMs
  // A timer may be late, and is never more than a millisecond early.
  expect(second - first).toBeGreaterThanOrEqual(7)
  expect(third - second).toBeGreaterThanOrEqual(15)
  expect(fourth - third).toBeGreaterThanOrEqual(15)
  expect(performance.now() - fourth).toBeGreaterThanOrEqual(15)
})

test('what onFailure throws ends it', async () => {
  const step = vi.fn().mockRejectedValue(new Error('forbidden'))
  const onFailure = (error: unknown) => {
    throw error
  }

  await expect(repeatUntilDone(step, { signal, onFailure })).rejects.toThrow('forbidden')
  expect(step).toHaveBeenCalledTimes(1)
})

test('an abort in a pause ends it with the reason, and no listener stays', async () => {
  const life = new AbortController()
  const step = vi.fn().mockRejectedValue(new Error('away'))
  // The pause begins after this call: an abort in a later turn finds it waiting.
  const onFailure = () => void setImmediate(() => life.abort(new Error('stop')))

  const repeating = repeatUntilDone(step, { signal: life.signal, firstMs: 600_000, onFailure })

  await expect(repeating).rejects.toThrow('stop')
  expect(step).toHaveBeenCalledTimes(1)
  expect(getEventListeners(life.signal, 'abort')).toEqual([])
})

test('an abort before the first step calls nothing; one during a step hides its failure', async () => {
  const life = new AbortController()
  const never = vi.fn()
  const onFailure = vi.fn()
  const step = async () => {
    life.abort(new Error('stop'))
    throw new Error('cut short')
  }

  const first = repeatUntilDone(never, { signal: AbortSignal.abort(new Error('no')), onFailure })
  const during = repeatUntilDone(step, { signal: life.signal, onFailure })

  await expect(first).rejects.toThrow('no')
  await expect(during).rejects.toThrow('stop')
  expect(never).not.toHaveBeenCalled()
  expect(onFailure).not.toHaveBeenCalled()
})

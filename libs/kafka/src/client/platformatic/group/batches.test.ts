import { expect, onTestFinished, test, vi } from 'vitest'
import { Batches } from './batches.ts'

const fetched = (partition: number) => ({
  topic: 'orders',
  partition,
  next: 1n,
  errorCode: 0,
  highWatermark: 1n,
  records: [],
})

test('a fetch of other partitions waits no longer than what is in hand has taken', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const gate = Promise.withResolvers<void>()
  const batches = new Batches({ concurrency: 2, take: () => gate.promise, onChange: () => {} })

  const waits = [batches.fetchWaitMs]
  batches.add(fetched(0))
  for (const passedMs of [0, 20, 1_000]) {
    vi.advanceTimersByTime(passedMs)
    waits.push(batches.fetchWaitMs)
  }
  // One that has just begun may soon be done.
  batches.add(fetched(1))
  waits.push(batches.fetchWaitMs)
  gate.resolve()
  await batches.end()
  waits.push(batches.fetchWaitMs)

  expect(waits).toEqual([100, 5, 20, 100, 5, 100])
})

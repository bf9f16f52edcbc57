import { expect, test, vi } from 'vitest'
import { createRareReading } from './rare-reading.ts'

function givenReading(read: () => Promise<number>) {
  const clock = { ms: 0 }
  const spy = vi.fn(read)
  const take = createRareReading(spy, { everyMs: 15_000, now: () => clock.ms })
  return { take, spy, clock }
}

test('a reading is taken once per interval, however many ask', async () => {
  let value = 0
  const { take, spy, clock } = givenReading(async () => ++value)

  const first = await Promise.all([take(), take(), take()])
  clock.ms = 7_000
  const scraped = await take()
  // A timer may be a little early.
  clock.ms = 14_990
  const next = await take()

  expect(first).toEqual([1, 1, 1])
  expect(scraped).toBe(1)
  expect(next).toBe(2)
  expect(spy).toHaveBeenCalledTimes(2)
})

test('after one that failed there is no figure, and no question before the next interval', async () => {
  const answers = [Promise.reject(new Error('away')), Promise.resolve(7)]
  const { take, spy, clock } = givenReading(() => answers.shift() as Promise<number>)

  const failed = [await take(), await take()]
  const asked = spy.mock.calls.length
  clock.ms = 15_000

  expect(await take()).toBe(7)
  expect(failed).toEqual([undefined, undefined])
  expect(asked).toBe(1)
})

test('one that does not answer is not waited for, and none is begun beside it', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const late = Promise.withResolvers<number>()
  const answers = [Promise.resolve(1), late.promise]
  const { take, spy, clock } = givenReading(() => answers.shift() as Promise<number>)
  await take()

  clock.ms = 15_000
  const waiting = take()
  await vi.advanceTimersByTimeAsync(1_000)
  const stale = await waiting
  clock.ms = 60_000
  const again = take()
  late.resolve(2)

  expect(stale).toBe(1)
  expect(await again).toBe(2)
  expect(spy).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
})

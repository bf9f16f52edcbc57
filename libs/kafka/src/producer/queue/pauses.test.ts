import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { failing, givenCarrier, givenSender } from '../../../test/given-sender.ts'
import { Pauses } from './pauses.ts'
import { Setbacks } from './setbacks.ts'

const silence = { kafkaError: undefined }
const answer = { kafkaError: 'COORDINATOR_LOAD_IN_PROGRESS' }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** How long is waited after each of these failures in a row. */
async function lengthsAfter(failures: readonly { kafkaError: string | undefined }[]) {
  const setbacks = new Setbacks({ acks: 0 })
  const pauses = new Pauses(100, new AbortController().signal)
  const lengthsMs: number[] = []
  for (const failure of failures) {
    const beganMs = Date.now()
    setbacks.add(failure)
    const over = pauses.after(setbacks)
    await vi.runAllTimersAsync()
    await over
    lengthsMs.push(Date.now() - beganMs)
  }
  return lengthsMs
}

test('pauses double up to two seconds, whether a broker answers or none does', async () => {
  const lengths = [100, 200, 400, 800, 1_600, 2_000, 2_000]

  expect(await lengthsAfter(Array(7).fill(silence))).toEqual(lengths)
  expect(await lengthsAfter(Array(7).fill(answer))).toEqual(lengths)
})

test('when a broker answers after a long silence the pauses begin anew', async () => {
  const failures = [...Array(6).fill(silence), answer, answer, answer]

  expect((await lengthsAfter(failures)).slice(5)).toEqual([2_000, 100, 200, 400])
})

test('a broker that answers every now and then is not asked more often', async () => {
  const failures = [silence, silence, answer, silence, silence, answer, silence, answer]

  expect((await lengthsAfter(failures)).slice(5)).toEqual([2_000, 2_000, 2_000])
})

test('after a stop a pause ends at once, and none begins', async () => {
  const giveUp = new AbortController()
  const pauses = new Pauses(100, giveUp.signal)
  const waiting = pauses.after(new Setbacks({ acks: 0 }))

  giveUp.abort()
  await Promise.all([waiting, pauses.after(new Setbacks({ acks: 0 }))])

  expect(vi.getTimerCount()).toBe(0)
})

const away = failing('way', false)

/** No time passes: only what is due happens. */
async function turns(count = 20) {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

test('a partition that failed while no broker took records is sent again when one does', async () => {
  vi.mocked(Math.random).mockReturnValueOnce(0).mockReturnValue(1)
  const carrier = givenCarrier(away, away)
  const { send } = givenSender(carrier, {}, 100)
  const sent = [send('p0/a'), send('p1/b')]
  await turns()

  // The pause of the first one is over, that of the other is not.
  await vi.advanceTimersByTimeAsync(80)
  await turns()

  expect(carrier.batches.slice(2)).toEqual([['p0/a'], ['p1/b']])
  await Promise.all(sent)
})

test('a partition that fails alone waits, whatever else is acknowledged', async () => {
  const carrier = givenCarrier()
  const { answer } = carrier
  carrier.answer = async (batch) => {
    const outcome = await answer(batch)
    return batch.some(({ message }) => message.value === 'p1/b') ? away([]) : outcome
  }
  const { send } = givenSender(carrier, {}, 100)
  const failing = send('p1/b')
  await turns()

  for (const value of ['p0/a', 'p0/c', 'p0/d']) await Promise.all([send(value), turns()])

  // Once more, because it had begun to fail while nothing else had been tried.
  expect(carrier.batches.filter(([value]) => value === 'p1/b')).toHaveLength(2)
  carrier.answer = answer
  await vi.runAllTimersAsync()
  await failing
})

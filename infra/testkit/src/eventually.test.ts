import { expect, test } from 'vitest'
import { eventually, NeverHappened } from './index.ts'

test('a condition that comes true gives back its value', async () => {
  let asked = 0

  const value = await eventually(() => (++asked < 3 ? false : `after ${asked}`), { intervalMs: 1 })

  expect(value).toBe('after 3')
})

test('assertions inside are asked again until they pass', async () => {
  const seen: number[] = []

  await eventually(() => expect(seen.push(0)).toBe(3), { intervalMs: 1 })

  expect(seen).toHaveLength(3)
})

test('a condition that never holds fails with its last complaint as cause', async () => {
  const complaint = new Error('no row yet')
  const condition = () => Promise.reject(complaint)

  const wait = eventually(condition, { timeoutMs: 20, intervalMs: 1 })

  await expect(wait).rejects.toThrow(NeverHappened)
  await expect(wait).rejects.toMatchObject({
    message: 'not within 20 ms: no row yet',
    cause: complaint,
  })
})

test('a condition that hangs ends at the deadline and keeps the complaint before it', async () => {
  let asked = 0
  const condition = () =>
    ++asked === 1 ? Promise.reject(new Error('refused')) : new Promise(() => {})

  const wait = eventually(condition, { timeoutMs: 20, intervalMs: 1 })

  await expect(wait).rejects.toThrow('refused')
})

test('a condition that is never true says so', async () => {
  const wait = eventually(() => false, { timeoutMs: 5, intervalMs: 1 })

  await expect(wait).rejects.toThrow('it was false')
})

test('who waits rests for longer than an answer takes', async () => {
  const at: number[] = []
  const slowly = async () => {
    at.push(performance.now())
    await new Promise((resolve) => setTimeout(resolve, 40))
    at.push(performance.now())
    return at.length >= 8
  }

  await eventually(slowly, { intervalMs: 1 })

  const spans = at.slice(1).map((end, i) => end - (at[i] ?? 0))
  const rests = spans.filter((_, i) => i % 2 === 1)
  // Of each pair alone: where a busy machine makes one answer very long, its rest has an upper bound.
  const enough = rests.map((_, i) => Math.min(1.5 * (spans[2 * i] ?? 0), 200))
  expect(rests).toHaveLength(3)
  expect(rests.filter((rest, i) => rest < (enough[i] ?? 0))).toEqual([])
})

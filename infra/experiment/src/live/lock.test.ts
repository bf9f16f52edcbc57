import { expect, test } from 'vitest'
import { createLock } from './lock.ts'

test('what comes while somebody has the system is refused with what is under way', async () => {
  const lock = createLock()
  const { promise, resolve } = Promise.withResolvers<string>()
  const first = lock.hold('an exercise runs', () => promise)

  const second = lock.hold('a fault is switched', async () => 'second')

  await expect(second).rejects.toMatchObject({
    code: 'system-busy',
    message: 'Wait a moment: an exercise runs. Then try again.',
  })
  expect(lock.read()).toEqual({ busyWith: 'an exercise runs' })
  resolve('first')
  await expect(first).resolves.toBe('first')
})

test('a failure frees the system', async () => {
  const lock = createLock()

  const failing = lock.hold('an exercise runs', () => Promise.reject(new Error('broken')))

  await expect(failing).rejects.toThrow('broken')
  await expect(lock.hold('the next one', async () => 'goes on')).resolves.toBe('goes on')
  expect(lock.read()).toEqual({})
})

import { expect, test, vi } from 'vitest'
import { Pass } from './pass.ts'

test('it goes on behind what was seen, and begins again at the end of the table', () => {
  const pass = new Pass(1_000)
  const after = [pass.after]

  for (const seen of ['5', '9', undefined]) {
    pass.goOn(seen, true)
    after.push(pass.after)
  }

  expect(after).toEqual(['0', '5', '9', '0'])
})

test('it begins again when every claim is full for long, not when it finds little', () => {
  vi.useFakeTimers()
  const pass = new Pass(1_000)

  pass.goOn('5', true)
  vi.advanceTimersByTime(1_001)
  pass.goOn('9', false)
  expect(pass.after).toBe('9')
  pass.goOn('12', true)

  expect(pass.after).toBe('0')
  vi.useRealTimers()
})

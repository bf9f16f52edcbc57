import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Absence } from './absence.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const sessionMs = 10_000
const open = () => new Absence({ groupId: 'mail', sessionMs })
const refusal = (absence: Absence) => {
  try {
    absence.check()
    return 'none'
  } catch (error) {
    return (error as Error).message
  }
}

test('C9 a start may take six sessions; then it is said how long it is, and what the last error was', () => {
  const absence = open()
  absence.note(new Error('connect ECONNREFUSED'))

  vi.advanceTimersByTime(6 * sessionMs)
  const patient = refusal(absence)
  vi.advanceTimersByTime(15_000)

  expect(patient).toBe('none')
  expect(refusal(absence)).toBe('no member of group mail for 75 s: connect ECONNREFUSED')
})

test('C9 a member is none of those, whatever it was given, and its next absence begins anew', () => {
  const absence = open()
  absence.note(new Error('of long ago'))
  absence.end()
  vi.advanceTimersByTime(60 * sessionMs)
  const joined = refusal(absence)

  absence.begin()
  vi.advanceTimersByTime(4 * sessionMs)
  // It tries again and again.
  absence.begin()
  vi.advanceTimersByTime(4 * sessionMs)

  expect([joined, refusal(absence)]).toEqual(['none', 'no member of group mail for 80 s'])
})

import { expect, test } from 'vitest'
import { complaintOf } from './complaint.ts'

test('a message of many lines and colours stands on one line, with the line of the test', () => {
  const message = '\u001b[31mexpected 1\u001b[39m\n\n  to be 2\n'
  const stacks = [
    { file: '/repo/libs/a/src/helper.ts', line: 3 },
    { file: '/repo/libs/a/src/a.test.ts', line: 41 },
  ]

  expect(complaintOf({ message, stacks }, 'libs/a/src/a.test.ts')).toBe(
    'expected 1 to be 2 (line 41)',
  )
})

test('a message without end is cut, and a fault elsewhere has no line of the test', () => {
  const complaint = complaintOf({ message: 'x'.repeat(5_000) }, 'a.test.ts')

  expect(complaint).toBe(`${'x'.repeat(600)} …`)
})

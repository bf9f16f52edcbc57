import { expect, test } from 'vitest'
import { judgeLetter } from './dead-letter.ts'

const before = { accepted: 3, delivered: 2, deadLettered: 1, pending: 0, lost: 0 }
const after = { ...before, delivered: 3 }

test.each([
  ['dead-letter', before, after],
  ['dropped', { ...before, deadLettered: 0, lost: 1 }, after],
  ['blocks', { ...before, deadLettered: 0, pending: 3, delivered: 0 }, after],
  [undefined, before, before],
  [undefined, { ...before, deadLettered: 0, delivered: 3 }, after],
] as const)('the record: %s', (expected, counted, recounted) => {
  expect(judgeLetter(counted, recounted).cameTrue).toBe(expected)
})

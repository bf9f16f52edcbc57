import { expect, test } from 'vitest'
import { readRetryAfter } from './read-retry-after.ts'

const nowMs = Date.UTC(1999, 11, 31, 23, 59, 0)

test.each([
  ['120', 120],
  ['0', 0],
  ['Fri, 31 Dec 1999 23:59:59 GMT', 59],
  ['Friday, 31-Dec-99 23:59:59 GMT', 59],
  ['Fri Dec 31 23:59:59 1999', 59],
  ['Fri, 31 Dec 1999 23:58:00 GMT', 0],
  ['999999999', 600],
  ['Sat, 01 Jan 2000 23:59:59 GMT', 600],
])('L8 Retry-After: %s is %d s', (value, expected) => {
  expect(readRetryAfter(value, nowMs)).toBe(expected)
})

test.each([
  undefined,
  '',
  'soon',
  '-1',
  '1.5',
  '1e3',
  '120, 5',
  '2000-01-01T00:00:00Z',
  'Fri, 99 Foo 1999',
])('L8 Retry-After: %s says nothing', (value) => {
  expect(readRetryAfter(value, nowMs)).toBeUndefined()
})

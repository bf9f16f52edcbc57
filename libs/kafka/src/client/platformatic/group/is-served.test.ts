import { expect, test } from 'vitest'
import { isServed } from './is-served.ts'

const ok = 0
const notLeader = 6
const topicUnauthorized = 29
const unknownServerError = -1

test.each([
  ['one partition', [ok], true],
  ['one whose leader moves next to another', [notLeader, ok], true],
  ['one whose leader moves alone', [notLeader], false],
  ['one that is refused', [topicUnauthorized], false],
  ['one that is refused next to another', [ok, topicUnauthorized], false],
  ['one that fails', [unknownServerError], false],
  ['none', [], false],
])('an answer with %s', (_, codes, expected) => {
  expect(isServed(codes.map((errorCode) => ({ errorCode })))).toBe(expected)
})

import { expect, test } from 'vitest'
import { judgeContext } from './context-is-carried.ts'

const counted = { accepted: 1, delivered: 1, lost: 0, unlinked: 0 }

test.each([
  ['broken', { unlinked: 1 }],
  ['whole', {}],
  ['lost', { lost: 1, delivered: 0 }],
  [undefined, { accepted: 0, delivered: 0 }],
] as const)('the ledger says %s of %j', (expected, change) => {
  expect(judgeContext({ ...counted, ...change }).cameTrue).toBe(expected)
})

import { expect, test } from 'vitest'
import { judgeCancellation } from './cancellation-stays.ts'

test.each([
  ['lost', { accepted: 3, delivered: 1, lost: 2 }],
  ['late', { accepted: 3, delivered: 3, lost: 0 }],
  ['refused', { accepted: 0, delivered: 0, lost: 0 }],
  [undefined, { accepted: 3, delivered: 2, lost: 0 }],
] as const)('the ledger says %s of %j', (expected, counted) => {
  expect(judgeCancellation(counted).cameTrue).toBe(expected)
})

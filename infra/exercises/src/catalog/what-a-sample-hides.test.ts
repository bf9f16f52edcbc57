import { expect, test } from 'vitest'
import { judgeSample } from './what-a-sample-hides.ts'

test.each([
  ['chance', { requests: 20, failures: 4, kept: 2, keptFailures: 0 }],
  ['chance', { requests: 20, failures: 4, kept: 3, keptFailures: 1 }],
  ['failures-kept', { requests: 20, failures: 4, kept: 6, keptFailures: 4 }],
  ['all', { requests: 20, failures: 4, kept: 20, keptFailures: 4 }],
  [undefined, { requests: 20, failures: 0, kept: 2, keptFailures: 0 }],
] as const)('%s: %j', (expected, seen) => {
  expect(judgeSample(seen).cameTrue).toBe(expected)
})

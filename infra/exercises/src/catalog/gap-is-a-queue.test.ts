import { spanOf } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { judgeGap } from './gap-is-a-queue.ts'

const pause = { fromNs: 0n, toNs: 3_000_000_000n }
const trace = (answeredAt: number, takenFrom: number, takenTo: number) => [
  spanOf('POST /orders', { from: 0, to: answeredAt }),
  spanOf('create orders', { from: 8, to: 9 }),
  spanOf('process orders', { from: takenFrom, to: takenTo }),
]

test.each([
  ['queue', trace(10, 3_005, 3_010)],
  ['work', trace(10, 20, 3_010)],
  ['answer', trace(3_010, 20, 30)],
  [undefined, trace(10, 20, 30)],
  [undefined, trace(10, 20, 30).slice(0, 2)],
])('the time of the pause is found in: %s', (expected, spans) => {
  expect(judgeGap(spans, pause).cameTrue).toBe(expected)
})

import { setImmediate as untilNextTurn } from 'node:timers/promises'
import { linkTo, spanOf } from '@tailspan/testkit'
import { SpanStore } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { judgeRelay, untilRelayed } from './relay-is-another-trace.ts'

const round = spanOf('relay orders', { traceId: 'b', from: 5, to: 9 })
const sentByRelay = [spanOf('send orders', { links: [linkTo(round)], from: 6, to: 8 })]
const sentAtOnce = [spanOf('send orders', { from: 6, to: 8 })]
const ledger = { accepted: 1, lost: 0, unlinked: 0 }

test.each([
  ['own-trace', sentByRelay, {}],
  ['new-trace', sentAtOnce, { unlinked: 1 }],
  ['lost', [], { lost: 1 }],
  [undefined, sentAtOnce, {}],
] as const)('the event was %s', (expected, trace, change) => {
  const known = { ledger: { ...ledger, ...change }, rounds: [round] }

  expect(judgeRelay(trace, known).cameTrue).toBe(expected)
})

test('the trace of the round is shown beside that of the order', () => {
  expect(judgeRelay(sentByRelay, { ledger, rounds: [round] }).rounds).toEqual(['b'])
})

test('a round whose span comes later than that of its send is waited for', async () => {
  const spans = new SpanStore()
  spans.add(sentByRelay)

  let isOver = false
  const seen = untilRelayed(spans, 'a').finally(() => (isOver = true))
  spans.add([spanOf('process orders', { from: 9, to: 10 })])
  await untilNextTurn()
  const wasOver = isOver
  spans.add([round])

  expect((await seen).rounds).toEqual([round])
  expect(wasOver).toBe(false)
})

import type { Stopped } from '@tailspan/experiment'
import { expect, test } from 'vitest'
import { judgeCalm, judgePeers, judgeStops } from './judge.ts'
import type { StopResult } from './load/stop-rounds.ts'
import type { CalmResult } from './run-calm.ts'

const account = { accepted: 600, delivered: 600, lost: [], unstored: [], phantoms: 0, repeats: 0 }
const nothing: ReadonlyMap<string, number> = new Map()
const tally = {
  visits: 1_000,
  refused: 200,
  left: 200,
  failed: 0,
  accepted: new Set<string>(),
  wrong: nothing,
  failures: nothing,
}
const stop: Stopped = { exit: { code: 0, signal: null }, exitMs: 300, log: '' }
const flat = { slope: 0, error: 1, growth: 0 }
const good: CalmResult = {
  protocol: 'http1',
  account,
  unsettled: 0,
  tally,
  stop,
  samples: [],
  heap: flat,
  listeners: flat,
}

test('when nothing happened there is nothing to say', () => {
  expect(judgeCalm(good)).toEqual([])
})

test.each<[string, Partial<CalmResult>]>([
  ['1 accepted orders are lost, such as o-1', { account: { ...account, lost: ['o-1'] } }],
  ['1 orders were answered and never stored', { account: { ...account, unstored: ['o-1'] } }],
  ['2 orders were published and never stored', { account: { ...account, phantoms: 2 } }],
  ['hardly any order was accepted: nothing is shown', { account: { ...account, accepted: 9 } }],
  ['3 orders are not settled after a minute', { unsettled: 3 }],
  ['4 visits failed: ECONNRESET', { tally: { ...tally, failures: new Map([['ECONNRESET', 4]]) } }],
  [
    '5 wrong answers: a client that buys got 500',
    { tally: { ...tally, wrong: new Map([['a client that buys got 500', 5]]) } },
  ],
  ['the heap grows by 900 bytes per visit', { heap: { slope: 900, error: 100, growth: 2e6 } }],
  ['listeners grow by 1.000 per visit', { listeners: { slope: 1, error: 0.1, growth: 2_000 } }],
  ['ended with exit code 1', { stop: { ...stop, exit: { code: 1, signal: null } } }],
  ['ended with SIGKILL', { stop: { ...stop, exit: { code: null, signal: 'SIGKILL' } } }],
  ['order group.ended', { stop: { ...stop, log: groupEnded() } }],
])('%s', (sentence, change) => {
  expect(judgeCalm({ ...good, ...change })).toEqual([`http1: ${sentence}.`])
})

const kept: StopResult = {
  strategy: 'detached',
  protocol: 'http1',
  account,
  tally,
  stops: [stop],
  lastStop: stop,
}
const losing: StopResult = { ...kept, account: { ...account, lost: ['o-1'] } }

test('stops with `detached` must lose nothing', () => {
  expect(judgeStops(kept)).toEqual([])
  expect(judgeStops(losing)).toEqual([expect.stringContaining('1 accepted orders are lost')])
})

test('stops with `background` must lose something', () => {
  expect(judgeStops({ ...losing, strategy: 'background' })).toEqual([])
  expect(judgeStops({ ...kept, strategy: 'background' })).toEqual([
    expect.stringContaining('prove nothing'),
  ])
})

test('a visit that fails while nobody listens is nobody’s fault', () => {
  const refused = { ...tally, failures: new Map([['ECONNREFUSED', 100]]) }

  expect(judgeStops({ ...kept, tally: refused })).toEqual([])
})

test('what the other services complain about is said once', () => {
  expect(judgePeers([`${groupEnded()}\n${groupEnded()}`, ''])).toEqual(['order group.ended.'])
})

function groupEnded(): string {
  return JSON.stringify({ level: 'error', service: 'order', event: 'group.ended' })
}

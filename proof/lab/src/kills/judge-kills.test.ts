import { contenders, type Ledger } from '@tailspan/experiment'
import { givenLedger } from '@tailspan/experiment/vitest'
import { expect, test } from 'vitest'
import { judgeKills, repeatedMailsBound } from './judge-kills.ts'
import type { KillResult } from './run-kills.ts'

const ledger = givenLedger({ repeatedMails: 3 })
const good: KillResult = {
  kills: 2,
  orders: 10,
  seed: 1,
  duplicateOrders: 0,
  unanswered: 0,
  recoveryMs: 5,
  contender: contenders[0] as KillResult['contender'],
  deaths: [
    { part: 'order', backMs: 900 },
    { part: 'notification', backMs: 900 },
  ],
  failedTries: new Map([['503', 7]]),
  ledger,
}

test('a result in which all is well has no faults, whatever clients had to repeat', () => {
  expect(judgeKills(good)).toEqual([])
})

test.each<[string, Partial<Ledger>]>([
  ['lost: 1, not 0', { lost: 1 }],
  ['dead-lettered: 1, not 0', { deadLettered: 1 }],
  ['pending: 1, not 0', { pending: 1 }],
  ['duplicate effects: 1, not 0', { duplicateEffects: 1 }],
  ['duplicate effects: -1, not 0', { duplicateEffects: -1 }],
  ['repeated mails: 25, more than the 24 in flight', { repeatedMails: 25 }],
  ['linked: 9, not all 10', { linked: 9 }],
  ['1 mails are noted as sent and never arrived', { unsent: ['placed/1'] }],
])('%s', (sentence, change) => {
  expect(judgeKills({ ...good, ledger: { ...ledger, ...change } })).toEqual([sentence])
})

test.each<[string, Partial<KillResult>]>([
  ['orders placed twice: 1, not 0', { duplicateOrders: 1 }],
  ['clients without an answer: 1, not 0', { unanswered: 1 }],
  ['accepted: 10, not 11', { orders: 11 }],
])('%s', (sentence, change) => {
  expect(judgeKills({ ...good, ...change })).toEqual([sentence])
})

test('mails may be repeated for what hits notification or the broker, eight connections each time', () => {
  const deaths = (['order', 'inventory', 'notification', 'kafka', 'kafka'] as const).map(
    (part) => ({ part, backMs: 1 }),
  )

  expect(repeatedMailsBound({ deaths })).toBe(72)
})

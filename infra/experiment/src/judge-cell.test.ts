import { expect, test } from 'vitest'
import type { Ledger } from './ledger/read-ledger.ts'
import { judgedCell } from './vitest/given-cell.ts'

test('what came out as it was written down is no surprise', () => {
  expect(judgedCell('durable', 'sigkill').surprises).toEqual([])
  expect(judgedCell('detached', 'sigkill', { lost: 3 }).surprises).toEqual([])
})

test.each<[string, Partial<Ledger>, string]>([
  ['durable/calm', { lost: 1 }, 'lost is 1, expected was 0'],
  ['detached/sigkill', {}, 'lost is 0, expected was ≥1'],
  ['durable/calm', { pending: 2 }, 'pending is 2, expected was 0'],
  ['durable/calm', { duplicateEffects: -1 }, 'duplicateEffects is -1, expected was 0'],
  ['durable/calm', { unlinked: 1 }, 'unlinked is 1, expected was 0'],
  ['durable/consumer-killed', { repeatedMails: 25 }, '25 mails came again, 24 were in hand'],
  ['durable/calm', { unstored: ['a'] }, '1 were answered with 202 and not stored'],
  ['durable/calm', { unsent: ['placed/a'] }, '1 mails are noted as sent and never arrived'],
  ['durable/calm', { accepted: 0 }, 'no order was accepted: nothing was tried'],
])('%s with %j: %s', (cell, change, surprise) => {
  const [contender = '', fault = ''] = cell.split('/')

  expect(judgedCell(contender, fault, change).surprises).toEqual([surprise])
})

test('events that are accounted for twice, or not at all, are told with their group', () => {
  const said = new Set(['a', 'b'])
  const flow = { name: 'order.placed → inventory', said, delivered: said, lost: new Set<string>() }
  const flows = [{ ...flow, deadLettered: new Set(['b']), pending: new Set<string>() }]

  expect(judgedCell('durable', 'poison', { deadLettered: 1, flows }).surprises).toEqual([
    'order.placed → inventory: 2 were said, 3 are accounted for',
  ])
})

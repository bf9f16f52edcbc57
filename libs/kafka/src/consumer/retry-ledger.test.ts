import { expect, test } from 'vitest'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { RetryLedger } from './retry-ledger.ts'

const givenRecord = (offset: string, partition = 0) =>
  ({ topic: 'orders', partition, offset }) as IncomingRecord
const givenLedger = () => new RetryLedger({ initialMs: 100, maxMs: 1_000 })

test('own failures use up attempts, waiting does not', () => {
  const ledger = givenLedger()
  const record = givenRecord('7')

  ledger.noteFailure(record, { counts: false })
  const afterWaiting = ledger.attemptOf(record)
  ledger.noteFailure(record, { counts: true })

  expect([afterWaiting, ledger.attemptOf(record)]).toEqual([1, 2])
})

test('the pause doubles up to its limit, each a little different', () => {
  const ledger = givenLedger()
  const record = givenRecord('7')

  const pauses = Array.from({ length: 8 }, () => ledger.noteFailure(record, { counts: false }))

  expect(pauses[0]).toSatisfy((pauseMs: number) => pauseMs >= 80 && pauseMs <= 120)
  expect(pauses[2]).toSatisfy((pauseMs: number) => pauseMs >= 320 && pauseMs <= 480)
  expect(pauses[7]).toSatisfy((pauseMs: number) => pauseMs >= 800 && pauseMs <= 1_200)
})

test('another offset of the partition begins at one, after the end of the first or without it', () => {
  const ledger = givenLedger()
  ledger.noteFailure(givenRecord('7'), { counts: true })
  ledger.noteFailure(givenRecord('7', 1), { counts: true })

  ledger.noteDone(givenRecord('7'))

  expect(ledger.attemptOf(givenRecord('7'))).toBe(1)
  expect(ledger.attemptOf(givenRecord('8', 1))).toBe(1)
  expect(ledger.attemptOf(givenRecord('7', 1))).toBe(2)
})

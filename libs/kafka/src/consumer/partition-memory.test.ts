import { expect, test } from 'vitest'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { PartitionMemory } from './partition-memory.ts'

const givenRecord = (offset: string, timestamp = '1') => ({ offset, timestamp }) as IncomingRecord
const givenMemory = () => new PartitionMemory({ initialMs: 100, maxMs: 1_000 })

test('C6 own failures use up attempts, waiting does not', () => {
  const memory = givenMemory()
  const record = givenRecord('7')

  memory.noteFailure(record, { counts: false })
  const afterWaiting = memory.attemptOf(record)
  memory.noteFailure(record, { counts: true })

  expect([afterWaiting, memory.attemptOf(record)]).toEqual([1, 2])
})

test('the pause doubles up to its limit, each a little different', () => {
  const memory = givenMemory()
  const record = givenRecord('7')

  const pauses = Array.from({ length: 8 }, () => memory.noteFailure(record, { counts: false }))

  expect(pauses[0]).toSatisfy((pauseMs: number) => pauseMs >= 80 && pauseMs <= 120)
  expect(pauses[2]).toSatisfy((pauseMs: number) => pauseMs >= 320 && pauseMs <= 480)
  expect(pauses[7]).toSatisfy((pauseMs: number) => pauseMs >= 800 && pauseMs <= 1_200)
})

test('C16 each record has attempts of its own, which end with it', () => {
  const memory = givenMemory()
  for (const offset of ['7', '8']) memory.noteFailure(givenRecord(offset), { counts: true })

  memory.noteDone(givenRecord('7'))

  expect(['7', '8', '9'].map((offset) => memory.attemptOf(givenRecord(offset)))).toEqual([1, 2, 1])
})

test('C16 what is done beyond the offset is remembered until the offset is there', () => {
  const memory = givenMemory()
  memory.noteDone(givenRecord('8'))
  memory.noteFailure(givenRecord('7'), { counts: true })

  memory.forgetBefore('7')
  const stillBefore = [memory.wasDone(givenRecord('8')), memory.attemptOf(givenRecord('7'))]
  memory.forgetBefore('10')

  expect(stillBefore).toEqual([true, 2])
  expect([memory.wasDone(givenRecord('8')), memory.attemptOf(givenRecord('7'))]).toEqual([false, 1])
})

test('C16 a record at the same offset of a topic that was created anew is another one', () => {
  const memory = givenMemory()

  memory.noteDone(givenRecord('8', 'yesterday'))

  expect(memory.wasDone(givenRecord('8', 'today'))).toBe(false)
})

test('C6 when several in a row find that something is away, none is begun for a while; one that works ends that', () => {
  const memory = givenMemory()
  const isHeld = () => memory.heldUntilMs(2) > performance.now()

  memory.noteFailure(givenRecord('7'), { counts: false })
  const afterOne = isHeld()
  memory.noteFailure(givenRecord('8'), { counts: false })
  const afterTwo = isHeld()
  memory.noteDone(givenRecord('9'))

  expect([afterOne, afterTwo, isHeld()]).toEqual([false, true, false])
})

test('C15 failures of the records themselves hold up no other', () => {
  const memory = givenMemory()

  for (const offset of ['7', '8', '9']) memory.noteFailure(givenRecord(offset), { counts: true })

  expect(memory.heldUntilMs(2)).toBe(0)
})

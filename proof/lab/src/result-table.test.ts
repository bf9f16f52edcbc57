import { judgedCell } from '@tailspan/experiment/vitest'
import { expect, test } from 'vitest'
import { toJson, toTable } from './result-table.ts'

test('the table shows what was seen beside what was expected', () => {
  const text = toTable([judgedCell('durable', 'calm'), judgedCell('detached', 'sigkill')])

  expect(text).toMatch(/calm +durable +10 +10 +0 \(0\).* 50 +99 +1\.2 s +✓/)
  expect(text).toMatch(/sigkill +detached +10 +10 +0 \(≥1\).*✗/)
  expect(text).toMatch(/✗ detached under sigkill: lost is 0, expected was ≥1\.$/)
  expect(toTable([judgedCell('durable', 'calm')])).toMatch(/All 1 came out as expected\.$/)
})

test('the JSON has the shape that design.md promises', () => {
  expect(toJson([judgedCell('durable', 'calm')])).toEqual([
    {
      strategy: 'durable',
      fault: 'calm',
      accepted: 10,
      delivered: 10,
      deadLettered: 0,
      pending: 0,
      lost: 0,
      duplicateEffects: 0,
      repeatedMails: 0,
      linked: 10,
      answerP50Ms: 50,
      answerP99Ms: 99,
      recoveryMs: 1235,
      asExpected: true,
    },
  ])
})

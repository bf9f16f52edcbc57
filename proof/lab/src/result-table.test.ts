import { type Cell, contenders, faults, judgeCell, type Ledger } from '@tailspan/experiment'
import { expect, test } from 'vitest'
import { toJson, toTable } from './result-table.ts'

const ledger: Ledger = {
  accepted: 10,
  delivered: 10,
  deadLettered: 0,
  pending: 0,
  lost: 0,
  duplicateEffects: 0,
  repeatedMails: 0,
  linked: 10,
  unlinked: 0,
  unstored: [],
  unsent: [],
  flows: [],
  recordTraces: new Map(),
}

function judge(contender: string, fault: string, change: Partial<Ledger> = {}) {
  const cell: Cell = {
    strategy: contender,
    fault,
    recoveryMs: 1_234.5,
    traceIds: [],
    failedTries: new Map(),
    ledger: { ...ledger, ...change },
    answerMs: Array.from({ length: 100 }, (_, i) => i + 1),
  }
  return judgeCell(cell, { contender: find(contenders, contender), fault: find(faults, fault) })
}

function find<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((one) => one.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

test('the table shows what was seen beside what was expected', () => {
  const text = toTable([judge('durable', 'calm'), judge('detached', 'sigkill')])

  expect(text).toMatch(/calm +durable +10 +10 +0 \(0\).* 50 +99 +1\.2 s +✓/)
  expect(text).toMatch(/sigkill +detached +10 +10 +0 \(≥1\).*✗/)
  expect(text).toMatch(/✗ detached under sigkill: lost is 0, expected was ≥1\.$/)
  expect(toTable([judge('durable', 'calm')])).toMatch(/All 1 came out as expected\.$/)
})

test('the JSON has the shape that design.md promises', () => {
  expect(toJson([judge('durable', 'calm')])).toEqual([
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

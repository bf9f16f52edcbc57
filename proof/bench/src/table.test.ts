import { expect, test } from 'vitest'
import { judge } from './judge.ts'
import { toTable } from './table.ts'

const figure = { name: 'publish', unit: 'records per second', ours: [30, 10, 20], goal: null }

test('a heading says what ours ran on, where that can be chosen', () => {
  const measured = [figure, { ...figure, client: 'kafkajs' as const }]

  const heads = toTable(measured.map(judge), measured)
    .split('\n\n')
    .map((block) => block.split('\n')[0])

  expect(heads).toEqual([
    'publish, records per second: no goal, only to be known',
    'publish, records per second, with kafkajs: no goal, only to be known',
  ])
})

test('a round without a figure is a dash', () => {
  const peer = { name: 'tutorial', rounds: [2, Number.NaN, 4] }
  const measured = [{ ...figure, peer }]

  const table = toTable(measured.map(judge), measured)

  expect(table).toContain('peer, all rounds            2  –  4')
  expect(table).not.toContain('NaN')
})

import { expect, test } from 'vitest'
import { readLabOptions } from './options.ts'

test('nothing said means two hundred orders, every contender and every fault', () => {
  const { orders, seed, json, isWanted } = readLabOptions([])

  expect({ orders, seed, json }).toEqual({ orders: 200, seed: 1, json: false })
  expect(isWanted('naive', 'poison')).toBe(true)
})

test.each([
  ['durable', ['durable/calm', 'durable/poison']],
  ['calm', ['durable/calm', 'naive/calm']],
  ['naive/poison', ['naive/poison']],
  ['naive/calm, durable/poison', ['durable/poison', 'naive/calm']],
])('--only %s', (only, wanted) => {
  const { isWanted } = readLabOptions(['--only', only])

  const cells = ['durable/calm', 'durable/poison', 'naive/calm', 'naive/poison']
  const isCellWanted = (cell: string) => {
    const [contender = '', fault = ''] = cell.split('/')
    return isWanted(contender, fault)
  }
  expect(cells.filter(isCellWanted)).toEqual(wanted)
})

test.each([
  [['--orders', 'many'], '--orders takes a whole number from 2 to 10000, not "many".'],
  [['--seed', '0.5'], '--seed takes a whole number from 0 to 4294967295, not "0.5".'],
  [['--only', 'weather'], '--only does not know "weather"; contenders: durable, detached,'],
  [['--only', 'calm/durable'], '--only does not know "calm/durable"'],
  [['--nope'], "Unknown option '--nope'"],
])('%j is refused', (args, sentence) => {
  expect(() => readLabOptions(args)).toThrow(sentence)
})

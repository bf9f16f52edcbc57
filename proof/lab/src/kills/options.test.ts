import { expect, test } from 'vitest'
import { labContenders } from '../contenders.ts'
import { readKillOptions } from './options.ts'

const names = labContenders.map(({ name }) => name).join(', ')

test('nothing said means fifty kills over five thousand orders, of durable and of who must lose', () => {
  expect(readKillOptions([])).toEqual({
    kills: 50,
    orders: 5_000,
    seed: 1,
    strategy: undefined,
    services: {},
    json: false,
  })
})

test.each([
  [['--kills', '0'], '--kills takes a whole number from 1 to 10000, not "0".'],
  [['--orders', 'many'], '--orders takes a whole number from 1 to 1000000, not "many".'],
  [['--seed', ''], '--seed takes a whole number from 0 to 4294967295, not "".'],
  [['--strategy', 'hope'], `--strategy takes one of ${names}, not "hope".`],
  [['--nope'], "Unknown option '--nope'"],
])('%j is refused', (args, sentence) => {
  expect(() => readKillOptions(args)).toThrow(sentence)
})

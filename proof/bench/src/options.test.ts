import { expect, test } from 'vitest'
import { entries } from './entries.ts'
import { readBenchOptions } from './options.ts'

test('nothing said means all entries and five rounds', () => {
  expect(readBenchOptions([])).toEqual({
    entries,
    rounds: 5,
    secondsPerRound: 3,
    client: 'kafkajs',
    json: false,
  })
})

test('one entry can be chosen by its name', () => {
  const { entries: chosen } = readBenchOptions(['--only', 'pending'])

  expect(chosen.map(({ name }) => name)).toEqual(['pending'])
})

test('several entries are chosen by a list, and measured in the usual order', () => {
  const { entries: chosen } = readBenchOptions(['--only', 'relay, answer'])

  expect(chosen.map(({ name }) => name)).toEqual(['answer', 'relay'])
})

test('quick is one round of a second, and what is said besides wins', () => {
  expect(readBenchOptions(['--quick'])).toMatchObject({ rounds: 1, secondsPerRound: 1 })
  expect(readBenchOptions(['--quick', '--rounds', '2'])).toMatchObject({
    rounds: 2,
    secondsPerRound: 1,
  })
})

test('an earlier commit is for the entry shop', () => {
  expect(readBenchOptions(['--against', '9a98c02'])).toMatchObject({ against: '9a98c02' })
  expect(readBenchOptions(['--only', 'shop', '--against', '9a98c02']).against).toBe('9a98c02')
  expect(readBenchOptions(['--only', 'shop'])).not.toHaveProperty('against')
})

test.each([
  [
    ['--only', 'answer', '--against', '9a98c02'],
    '--against is for the entry shop: name it with --only.',
  ],
  [
    ['--only', 'nothing'],
    'There is no "nothing" to measure, only: pending, answer, order-path, spans, publish, distance, handler, hot-partition, rebalance, relay, frozen, shop, calm, system, runner, console, scaling, pool, vacuum, retention, connector.',
  ],
  [['--only', 'answer,nothing'], 'There is no "nothing" to measure'],
  [['--rounds', '0'], '--rounds takes a whole number from 1 to 1000, not "0".'],
  [['--fast'], "Unknown option '--fast'"],
])('%j is refused', (args, sentence) => {
  expect(() => readBenchOptions(args)).toThrow(sentence)
})

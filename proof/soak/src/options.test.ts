import { expect, test } from 'vitest'
import { readSoakOptions } from './options.ts'

test('nothing said means ten minutes and twenty stops', () => {
  expect(readSoakOptions([])).toEqual({
    minutes: 10,
    ratePerSecond: 200,
    stops: 20,
    seed: 1,
    json: false,
  })
})

test.each([
  [['--minutes', 'ten'], '--minutes takes a number from 0 to 1440, not "ten".'],
  [['--stops', '1.5'], '--stops takes a whole number from 0 to 1000, not "1.5".'],
  [['--rate', '0'], '--rate takes a number from 1 to 1000, not "0".'],
  [['--nope'], "Unknown option '--nope'"],
])('%j is refused', (args, sentence) => {
  expect(() => readSoakOptions(args)).toThrow(sentence)
})

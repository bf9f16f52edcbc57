import { expect, test } from 'vitest'
import { strategies } from './contenders.ts'
import { expectations } from './expectations.ts'
import { faults } from './faults/all-faults.ts'
import { isAsExpected, readExpectations } from './read-expectations.ts'

test('each contender has one line for each fault', () => {
  const wanted = faults.flatMap(({ name }) => strategies.map((one) => `${name} | ${one}`))

  const written = expectations.map(({ fault, contender }) => `${fault} | ${contender}`)

  expect(written).toEqual(wanted)
})

test('durable loses nothing and does nothing twice, whatever happens', () => {
  for (const { contender, figures } of expectations)
    if (contender === 'durable')
      expect(figures).toMatchObject({
        lost: '0',
        pending: '0',
        duplicateEffects: '0',
        unlinked: '0',
      })
})

test.each(['calm | durable | 0 | 0 | 0 | 0 | 0', 'calm | durable | 0 | 0 | 0 | 0 | 0 | 1'])(
  'a line that is not complete or says something else is refused: %s',
  (line) => {
    expect(() => readExpectations(line)).toThrow('this line cannot be read')
  },
)

test.each([
  ['0', 0, true],
  ['0', 1, false],
  ['0', -1, false],
  ['≥1', 0, false],
  ['≥1', 7, true],
  ['any', 7, true],
] as const)('%s and %i: %s', (expected, seen, isGood) => {
  expect(isAsExpected(expected, seen)).toBe(isGood)
})

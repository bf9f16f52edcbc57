import { expect, test } from 'vitest'
import { contenderNames } from './contenders.ts'
import { expectations } from './expectations.ts'
import { faults } from './faults/all-faults.ts'
import { pickLoser } from './pick-loser.ts'
import { isAsExpected, readExpectations } from './read-expectations.ts'

test('each contender has one line for each fault', () => {
  const wanted = faults.flatMap(({ name }) => contenderNames.map((one) => `${name} | ${one}`))

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

test('every fault but the control is expected to bite somebody', () => {
  const losers = faults.map((fault) => [fault.name, pickLoser(fault)?.name])

  expect(Object.fromEntries(losers)).toEqual({
    calm: undefined,
    'client-closes': 'request',
    'tcp-reset': 'request',
    'http2-reset': 'request',
    'slow-kafka': 'request',
    sigterm: 'naive',
    sigkill: 'detached',
    'relay-killed': 'detached',
    'broker-5s': 'request',
    'broker-15s': 'naive',
    'broker-gone': 'detached',
    'postgres-restart': 'naive',
    'consumer-killed': 'naive',
    rebalance: 'naive',
    poison: 'naive',
    'leader-killed': 'request',
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

import { faults } from '@tailspan/experiment'
import { expect, test } from 'vitest'
import { labContenders } from './contenders.ts'
import { labExpectations } from './expectations.ts'
import { pickLoser } from './pick-loser.ts'

test('each contender of the lab has one line for each fault', () => {
  const wanted = faults.flatMap(({ name }) => labContenders.map((one) => `${name} | ${one.name}`))

  const written = labExpectations.map(({ fault, contender }) => `${fault} | ${contender}`)

  expect(written.toSorted()).toEqual(wanted.toSorted())
})

test('the loser under a fault is the best contender that it must hurt', () => {
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
    'postgres-read-only': 'naive',
    'host-vanishes': 'detached',
    'consumer-killed': 'naive',
    rebalance: 'naive',
    poison: 'naive',
    'smtp-refuses': 'naive',
    'leader-killed': 'request',
  })
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { faults } from '@tailspan/experiment'
import { expect, test } from 'vitest'
import { labContenders } from './contenders.ts'
import { labExpectations } from './expectations.ts'
import { pickLoser, pickShownLoser, shownElsewhere } from './pick-loser.ts'

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

test('what another test shows is left to it, and that test is there', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const missing = Object.values(shownElsewhere).filter((path) => !existsSync(join(root, path)))
  const names = faults.map(({ name }) => name)

  expect(missing).toEqual([])
  expect(Object.keys(shownElsewhere).filter((name) => !names.includes(name))).toEqual([])
  expect(faults.flatMap((fault) => (pickShownLoser(fault) ? [fault.name] : []))).toEqual([
    'broker-15s',
    'broker-gone',
    'postgres-restart',
    'postgres-read-only',
    'host-vanishes',
    'consumer-killed',
    'rebalance',
    'poison',
    'smtp-refuses',
  ])
})

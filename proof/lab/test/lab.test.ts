import { join } from 'node:path'
import {
  type Contender,
  type Fault,
  faults,
  type Judged,
  judgeCell,
  openLocalRig,
  type Rig,
  runCell,
  type Topology,
} from '@tailspan/experiment'
import { uniqueId } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findContender } from '../src/contenders.ts'
import { labExpectations } from '../src/expectations.ts'
import { pickShownLoser, shownElsewhere } from '../src/pick-loser.ts'

// `npm run lab` has every contender under every fault, with two hundred orders. Systems under faults mostly wait, so
// three of them do it at the same time: one begins with `durable`, one with those who must fail, one has three brokers.

type Cell = {
  readonly fault: Fault
  readonly contender: Contender
  readonly judged: PromiseWithResolvers<Judged>
}

const durable = findContender('durable')
const toCell = (fault: Fault, contender: Contender): Cell => {
  const judged = Promise.withResolvers<Judged>()
  // Each test looks at its own; when the first one fails, nobody looks at the others yet.
  judged.promise.catch(() => {})
  return { fault, contender, judged }
}
const pairs = faults.map((fault) => {
  const bites = pickShownLoser(fault)
  return { fault, survives: toCell(fault, durable), fails: bites && toCell(fault, bites) }
})
const [onThree = [], onOne = []] = (['three-brokers', 'one-broker'] as const).map((wanted) =>
  pairs.filter(({ fault: { topology = 'one-broker' } }) => topology === wanted),
)
const survivors = onOne.map(({ survives }) => survives)
// Those of one contender together: each change of the deployment restarts the services.
const losers = onOne
  .flatMap(({ fails = [] }) => fails)
  .toSorted((a, b) => a.contender.name.localeCompare(b.contender.name))

let opened: readonly Rig[] = []
let chains: Promise<unknown> = Promise.resolve()
const ofThree = onThree.flatMap(({ survives, fails = [] }) => [survives].concat(fails))
beforeAll(async () => {
  const topologies = ['one-broker', 'one-broker', 'three-brokers'] as const
  opened = await Promise.all(topologies.map(openRig))
  const [one, two, three] = opened as [Rig, Rig, Rig]
  chains = Promise.all([
    tryAll(one, survivors),
    tryAll(two, losers, survivors),
    tryAll(three, ofThree),
  ])
})
afterAll(async () => {
  // When a test has failed, whatever is left is not tried.
  for (const list of [survivors, losers, ofThree]) list.length = 0
  await chains
  await Promise.all(opened.map((rig) => rig[Symbol.asyncDispose]()))
})

const cases = [...onOne, ...onThree].map(({ fault, survives, fails }) => ({
  name: fault.name,
  survives,
  fails,
  who: fails?.contender.name ?? shownElsewhere[fault.name] ?? 'nobody',
}))

// A test waits for its cells, which wait for those before them: the time is that of some cells, on a busy machine.
const together = { timeout: 600_000 }

test.each(cases)('durable survives $name; who fails: $who', together, async (pair) => {
  const survived = await pair.survives.judged.promise
  const failed = await pair.fails?.judged.promise

  expect(survived.surprises).toEqual([])
  expect(survived.ledger.linked).toBe(survived.ledger.accepted)
  expect(failed?.surprises ?? []).toEqual([])
})

/** Tries cells on a system, one after the other, until none of these lists has any left. */
async function tryAll(rig: Rig, ...lists: Cell[][]): Promise<void> {
  for (const list of lists) {
    for (let cell = list.shift(); cell; cell = list.shift()) {
      await judge(rig, cell).then(cell.judged.resolve, cell.judged.reject)
    }
  }
}

function openRig(topology: Topology): Promise<Rig> {
  return openLocalRig(join(inject('shops'), uniqueId('lab')), { topology })
}

async function judge(rig: Rig, { contender, fault }: Cell): Promise<Judged> {
  const patience = { quietMs: 2_000, patienceMs: 60_000 }
  const experiment = { contender, fault, orders: 10, seed: 1, ...patience }
  return judgeCell(await runCell(rig, experiment), experiment, labExpectations)
}

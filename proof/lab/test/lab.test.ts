import { join } from 'node:path'
import {
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
import { pickLoser } from '../src/pick-loser.ts'

// `npm run lab` has every contender under every fault, with two hundred orders. Systems under faults mostly
// wait, so three of them do it at the same time: one for `durable`, one for who must fail, one of three brokers.

type Pair = { readonly survived: Judged; readonly failed: Judged | undefined }

let durable: Rig
let loser: Rig
let three: Rig
let onThree: Promise<readonly Pair[]>
beforeAll(async () => {
  ;[durable, loser, three] = await Promise.all([
    openRig('one-broker'),
    openRig('one-broker'),
    openRig('three-brokers'),
  ])
  onThree = tryOneByOne(ofThree)
  onThree.catch(() => {})
})
afterAll(async () => {
  await Promise.all([durable, loser, three].map((rig) => rig?.[Symbol.asyncDispose]()))
})

const nameOfLoser = (fault: Fault) => pickLoser(fault)?.name ?? 'nobody'
const cases = faults
  .filter(({ topology = 'one-broker' }) => topology === 'one-broker')
  .map((fault) => ({ fault, name: fault.name, who: nameOfLoser(fault) }))

test.each(cases)('durable survives $name; who fails: $who', async ({ fault }) => {
  const bites = pickLoser(fault)
  const [survived, failed] = await Promise.all([
    judge(durable, 'durable', fault),
    bites && judge(loser, bites.name, fault),
  ])

  expectPair({ survived, failed })
})

const ofThree = faults.filter(({ topology }) => topology === 'three-brokers')
const losers = ofThree.map(nameOfLoser).join()

test(`durable survives the death of a leader among three brokers; who fails: ${losers}`, async () => {
  const pairs = await onThree

  expect(pairs).toHaveLength(1)
  for (const pair of pairs) expectPair(pair)
})

function expectPair({ survived, failed }: Pair): void {
  expect(survived.surprises).toEqual([])
  expect(survived.ledger.linked).toBe(survived.ledger.accepted)
  expect(failed?.surprises ?? []).toEqual([])
}

function openRig(topology: Topology): Promise<Rig> {
  return openLocalRig(join(inject('shops'), uniqueId('lab')), undefined, topology)
}

async function tryOneByOne(list: readonly Fault[]): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (const fault of list) {
    const bites = pickLoser(fault)
    const survived = await judge(three, 'durable', fault)
    pairs.push({ survived, failed: bites && (await judge(three, bites.name, fault)) })
  }
  return pairs
}

async function judge(rig: Rig, name: string, fault: Fault): Promise<Judged> {
  const patience = { quietMs: 2_000, patienceMs: 60_000 }
  const experiment = { contender: findContender(name), fault, orders: 10, seed: 1, ...patience }
  return judgeCell(await runCell(rig, experiment), experiment, labExpectations)
}

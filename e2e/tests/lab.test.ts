import { join } from 'node:path'
import { uniqueId } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Contender, contenders } from '../lab/contenders.ts'
import { faults } from '../lab/faults/all-faults.ts'
import type { Fault } from '../lab/faults/fault.ts'
import { judgeCell } from '../lab/judge-cell.ts'
import { pickLoser } from '../lab/pick-loser.ts'
import { openLocalRig } from '../lab/rig/open-local-rig.ts'
import type { Rig } from '../lab/rig/rig.ts'
import { runCell } from '../lab/run-cell.ts'

// `npm run lab` has every contender under every fault, with two hundred orders. Both systems mostly wait,
// so they do it at the same time.

let durable: Rig
let loser: Rig
beforeAll(async () => {
  const open = () => openLocalRig(join(inject('shops'), uniqueId('lab')))
  ;[durable, loser] = await Promise.all([open(), open()])
})
afterAll(async () => {
  await Promise.all([durable, loser].map((rig) => rig?.[Symbol.asyncDispose]()))
})

const here = faults.filter(({ topology }) => topology === undefined)
const cases = here.map((fault) => ({ fault, name: fault.name, bites: pickLoser(fault) }))

test.each(cases)('durable survives $name, $bites.name does not', async ({ fault, bites }) => {
  const [survived, lost] = await Promise.all([
    judge(durable, 'durable', fault),
    bites && judge(loser, bites.name, fault),
  ])

  expect(survived.surprises).toEqual([])
  expect(survived.ledger.linked).toBe(survived.ledger.accepted)
  expect(lost?.surprises ?? []).toEqual([])
})

async function judge(rig: Rig, name: Contender['name'], fault: Fault) {
  const contender = contenders.find((one) => one.name === name)
  if (!contender) throw new Error(`there is no contender ${name}`)
  const experiment = { contender, fault, orders: 10, seed: 1, quietMs: 2_000 }
  return judgeCell(await runCell(rig, experiment), experiment)
}

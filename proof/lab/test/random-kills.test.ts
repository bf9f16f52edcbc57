import { join } from 'node:path'
import { noProgress, openLocalRig, type Rig } from '@tailspan/experiment'
import { uniqueId } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { findContender } from '../src/contenders.ts'
import { judgeKills } from '../src/kills/judge-kills.ts'
import { fatal } from '../src/kills/lab-kills.ts'
import { type KillPlan, runKills } from '../src/kills/run-kills.ts'

// Patience that a busy machine needs; who has all answers waits no longer.
vi.setConfig({ testTimeout: 600_000 })

let rig: Rig
beforeAll(async () => {
  rig = await openLocalRig(join(inject('shops'), uniqueId('kills')))
})
afterAll(() => rig[Symbol.asyncDispose]())

test('kill -9 of order, inventory, notification and the broker: `durable` loses nothing, does nothing twice', async () => {
  // With this seed, too, the order service dies while the broker is away.
  const result = await kill('durable', { kills: 4, orders: 40, seed: 43 })

  expect(judgeKills(result)).toEqual([])
  expect(result.deaths).toHaveLength(4)
})

test('kill -9 of the broker, then of order: `detached` loses what it had not sent', async () => {
  const { ledger } = await kill('detached', fatal)

  expect(ledger.lost).toBeGreaterThan(0)
})

function kill(name: string, plan: Omit<KillPlan, 'contender'>) {
  return runKills({ rig, progress: noProgress }, { contender: findContender(name), ...plan })
}

import { describe, expect, test } from 'vitest'
import { type ContenderName, contenders } from '../../lab/contenders.ts'
import { faults } from '../../lab/faults/all-faults.ts'
import { judgeCell } from '../../lab/judge-cell.ts'
import type { Rig } from '../../lab/rig/rig.ts'
import { runCell } from '../../lab/run-cell.ts'
import { openContainerRig } from '../open-container-rig.ts'
import { useInContainers } from '../use-fleet.ts'

// The faults and the expectations of npm run lab, in containers: SIGKILL is docker kill, SIGTERM docker stop, a
// frozen part is docker pause, the held link is toxiproxy. What the mistakes lose shows that each fault bites.

const oneBroker: readonly (readonly [fault: string, contender: ContenderName])[] = [
  ['calm', 'durable'],
  ['client-closes', 'detached'],
  ['client-closes', 'request'],
  ['http2-reset', 'durable'],
  ['http2-reset', 'request'],
  ['slow-kafka', 'durable'],
  ['slow-kafka', 'request'],
  ['sigterm', 'durable'],
  ['sigterm', 'detached'],
  ['sigterm', 'background'],
  ['sigkill', 'durable'],
  ['sigkill', 'detached'],
  ['relay-killed', 'durable'],
  ['broker-5s', 'durable'],
  ['broker-5s', 'request'],
  ['postgres-restart', 'durable'],
  ['consumer-killed', 'durable'],
]

describe('with one broker', () => {
  const rig = useInContainers((logs) => openContainerRig(logs))

  test.each(oneBroker)('under %s, %s does what is expected of it', async (fault, contender) => {
    expect(await surprisesOf(rig(), fault, contender)).toEqual([])
  })
})

describe('with three brokers', () => {
  const rig = useInContainers((logs) => openContainerRig(logs, 'three-brokers'))

  test('under leader-killed, durable does what is expected of it', async () => {
    expect(await surprisesOf(rig(), 'leader-killed', 'durable')).toEqual([])
  })
})

async function surprisesOf(rig: Rig, faultName: string, name: ContenderName) {
  const fault = faults.find((one) => one.name === faultName)
  const contender = contenders.find((one) => one.name === name)
  if (!fault || !contender) throw new Error(`the lab has no ${faultName} or no ${name}`)
  const experiment = { fault, contender, orders: 12, seed: 1 }
  return judgeCell(await runCell(rig, experiment), experiment).surprises
}

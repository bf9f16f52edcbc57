import type { Strategy } from '@tailspan/experiment'
import { expect, test } from 'vitest'
import { openContainerRig } from '../open-container-rig.ts'
import { surprisesOf } from '../surprises-of.ts'
import { useInContainers } from '../use-fleet.ts'

// As in faults-of-order, on a system of its own: so both can wait at the same time.

const cells: readonly (readonly [fault: string, contender: Strategy])[] = [
  ['relay-killed', 'durable'],
  ['broker-5s', 'durable'],
  ['broker-5s', 'request'],
  ['postgres-restart', 'durable'],
  ['consumer-killed', 'durable'],
]

const rig = useInContainers((logs) => openContainerRig(logs))

test.each(cells)('under %s, %s does what is expected of it', async (fault, contender) => {
  expect(await surprisesOf(rig(), fault, contender)).toEqual([])
})

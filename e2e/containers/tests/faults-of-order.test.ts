import type { Strategy } from '@tailspan/experiment'
import { expect, test } from 'vitest'
import { openContainerRig } from '../open-container-rig.ts'
import { surprisesOf } from '../surprises-of.ts'
import { useInContainers } from '../use-fleet.ts'

// The faults and the expectations of npm run lab, in containers: SIGKILL is docker kill, SIGTERM docker stop, a
// frozen part is docker pause, the held link is toxiproxy. What the mistakes lose shows that each fault bites.

const cells: readonly (readonly [fault: string, contender: Strategy])[] = [
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
]

const rig = useInContainers((logs) => openContainerRig(logs))

test.each(cells)('under %s, %s does what is expected of it', async (fault, contender) => {
  expect(await surprisesOf(rig(), fault, contender)).toEqual([])
})

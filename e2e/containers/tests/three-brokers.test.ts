import { expect, test } from 'vitest'
import { openContainerRig } from '../open-container-rig.ts'
import { surprisesOf } from '../surprises-of.ts'
import { useInContainers } from '../use-fleet.ts'

const rig = useInContainers((logs) => openContainerRig(logs, 'three-brokers'))

test('of three brokers the leader is killed: durable loses nothing', async () => {
  expect(await surprisesOf(rig(), 'leader-killed', 'durable')).toEqual([])
})

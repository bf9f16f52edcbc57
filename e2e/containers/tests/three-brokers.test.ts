import '@tailspan/trace-testing/vitest'
import { findTraces } from '@tailspan/containers'
import { wholeTrace } from '@tailspan/experiment'
import { hasSpanTree, type Span } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { expectDrawn } from '../documented-trace.ts'
import type { Fleet } from '../fleet/open-fleet.ts'
import { traceInJaeger } from '../jaeger-traces.ts'
import { toContainerRig } from '../open-container-rig.ts'
import { surprisesOf } from '../surprises-of.ts'
import { useFleet } from '../use-fleet.ts'

const isWhole = hasSpanTree(wholeTrace)

const fleet = useFleet({ brokers: 3 })

test('of three brokers the leader is killed: durable loses nothing, and a trace shows who waited', async () => {
  const since = new Date()

  expect(await surprisesOf(toContainerRig(fleet()), 'leader-killed', 'durable')).toEqual([])

  const traceId = await slowestTrace(fleet(), since)
  const read = () => traceInJaeger(fleet(), traceId, isWhole)
  await expectDrawn('One broker of three is killed', read)
})

/** The trace whose first event waited longest for its broker. */
async function slowestTrace(ground: Fleet, since: Date): Promise<string> {
  const found = await findTraces({ url: ground.jaegerUrl }, { service: 'order', since })
  const sends = found.filter(({ name }) => name === 'send orders')
  const [slowest] = sends.toSorted((a, b) => Number(tookNs(b) - tookNs(a)))
  return slowest?.traceId ?? ''
}

const tookNs = ({ startNs, endNs }: Span) => endNs - startNs

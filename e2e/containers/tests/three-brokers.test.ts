import '@tailspan/trace-testing/vitest'
import { findTraces } from '@tailspan/containers'
import { hasSpansOf, wholeTrace } from '@tailspan/experiment'
import type { Span } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { documentedTrace } from '../documented-trace.ts'
import type { Fleet } from '../fleet/open-fleet.ts'
import { traceInJaeger } from '../jaeger-traces.ts'
import { toRig } from '../open-container-rig.ts'
import { surprisesOf } from '../surprises-of.ts'
import { useFleet } from '../use-fleet.ts'

const isWhole = hasSpansOf(wholeTrace)

const fleet = useFleet({ brokers: 3 })

test('of three brokers the leader is killed: durable loses nothing, and a trace shows who waited', async () => {
  const since = new Date()

  expect(await surprisesOf(toRig(fleet()), 'leader-killed', 'durable')).toEqual([])

  const spans = await slowestTrace(fleet(), since)
  expect(spans).toHaveSpanTree(wholeTrace)
  expect(spans).toHaveSpanTree(documentedTrace('One broker of three is killed', spans))
})

/** The trace whose first event waited longest for its broker. */
async function slowestTrace(ground: Fleet, since: Date): Promise<readonly Span[]> {
  const found = await findTraces({ url: ground.jaegerUrl }, { service: 'order', since })
  const sends = found.filter(({ name }) => name === 'send orders')
  const [slowest] = sends.toSorted((a, b) => Number(tookNs(b) - tookNs(a)))
  return traceInJaeger(ground, slowest?.traceId ?? '', isWhole)
}

const tookNs = ({ startNs, endNs }: Span) => endNs - startNs

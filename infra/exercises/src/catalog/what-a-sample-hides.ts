import type { SpanStore } from '@tailspan/trace-testing'
import { findContender } from '../contender.ts'
import { openCounter } from '../counter.ts'
import type { Exercise, Stage } from '../exercise.ts'
import { type Id, whatASampleHides as question } from '../questions/what-a-sample-hides.ts'

const orderCount = 16
const failureCount = 4
const sampled = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }

export const whatASampleHides: Exercise<Id> = {
  ...question,
  async run(stage: Stage) {
    const { rig, tell, spans } = stage
    const { deployment } = findContender('durable')
    tell('order starts with a sampler that keeps one trace in ten')
    await rig.deploy({ ...deployment, order: { ...deployment.order, ...sampled } })
    const { book, clients, count, traces } = await openCounter(stage)
    tell('pricing is away, four clients order')
    await rig.stop('pricing')
    await clients.place(failureCount)
    await rig.start('pricing')
    tell('pricing is back, sixteen clients order')
    await clients.place(orderCount)
    const ledger = await count()
    const traceIds = traces()
    const failed = [...book.entries.values()].filter(({ answeredId }) => !answeredId)
    const found = keptOf(spans, traceIds)
    const foundFailures = keptOf(
      spans,
      failed.map(({ traceId }) => traceId),
    )
    const seen = { requests: traceIds.length, failures: failed.length, kept: found.length }
    const judged = judgeSample({ ...seen, keptFailures: foundFailures.length })
    return { ...judged, traceIds: found, ledger }
  },
}

function keptOf(spans: SpanStore, traceIds: readonly string[]): string[] {
  return traceIds.filter((id) => spans.trace(id).length > 0)
}

type Seen = {
  readonly requests: number
  readonly failures: number
  readonly kept: number
  readonly keptFailures: number
}

/** Whether the failures were preferred. */
export function judgeSample({ requests, failures, kept, keptFailures }: Seen) {
  const facts = [
    `${requests} requests, ${failures} failed`,
    `${kept} of ${requests} have a trace, ${keptFailures} of ${failures} failures have one`,
  ]
  const areAllKept = keptFailures === failures
  const cameTrue: Id | undefined =
    failures === 0 ? undefined : kept === requests ? 'all' : areAllKept ? 'failures-kept' : 'chance'
  return { cameTrue, facts }
}

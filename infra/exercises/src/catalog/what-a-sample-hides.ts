import type { SpanStore } from '@tailspan/trace-testing'
import { findContender } from '../contender.ts'
import { openCounter } from '../counter.ts'
import type { Exercise } from '../exercise.ts'

type Id = 'all' | 'failures-kept' | 'chance'

const orderCount = 16
const failureCount = 4
const sampled = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }

export const whatASampleHides: Exercise<Id> = {
  slug: 'what-a-sample-hides',
  title: 'What a sample hides',
  question:
    'One trace in ten is kept (OTEL_TRACES_SAMPLER=traceidratio). Of twenty requests four fail with 503. How many of the four failures do you find among the traces?',
  predictions: [
    { id: 'all', says: 'All four: all twenty requests have a trace, only with fewer spans.' },
    { id: 'failures-kept', says: 'All four: a trace with an error is always kept.' },
    { id: 'chance', says: 'Hardly any: their chance was as small as that of every other request.' },
  ],
  expected: 'chance',
  action: 'Place twenty orders at a ratio of 0.1, four of them while pricing is away',
  look: [
    'how many of twenty have a trace at all',
    'whether one of them is a failure',
    'the ledger: it counts all of them, whatever was sampled',
  ],
  truth:
    'A sampler at the head decides by the trace id, before anything has happened. Failures are kept as rarely as everything else; only a sampler at the tail, which sees the whole trace, can prefer them.',
  code: [{ path: 'infra/compose.sampling.yaml', symbol: 'sampling' }],
  notToConclude:
    'No trace of a failure does not mean no failure. Count with metrics and the ledger, look with traces.',
  changes: 'the system',
  async run(stage) {
    const { rig, tell, spans } = stage
    const { seat } = findContender('durable')
    tell('order starts with a sampler that keeps one trace in ten')
    await rig.seat({ ...seat, order: { ...seat.order, ...sampled } })
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
    const verdict = judgeSample({ ...seen, keptFailures: foundFailures.length })
    return { ...verdict, traceIds: found, ledger }
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

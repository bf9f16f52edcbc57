import type { Span } from '@tailspan/trace-testing'
import { findContender } from '../contender.ts'
import { openCounter } from '../counter.ts'
import type { Exercise } from '../exercise.ts'
import { named, untilTrace } from '../read-spans.ts'

type Id = 'one' | 'two' | 'each'

export const childOrLink: Exercise<Id> = {
  slug: 'one-record-two-listeners',
  title: 'One record, two listeners; child or link',
  question:
    'inventory and notification take the same record and know nothing of each other. With TRACE_ASYNC=link a consumer begins a trace instead of a child span. How many traces does one order leave?',
  predictions: [
    { id: 'one', says: 'One, as before: a link changes only how it is drawn.' },
    { id: 'two', says: 'Two: one of those who send, one of those who listen.' },
    { id: 'each', says: 'One more for each time that somebody takes a record, each with a link.' },
  ],
  expected: 'each',
  action: 'Place one order with TRACE_ASYNC=link',
  look: [
    'two process orders with links ↪ to the same create orders',
    'each of them is the top of a trace of its own',
    'the same order in exercise 1: there they are children, in one trace',
  ],
  truth:
    'A record is not a call: any number of groups may take it, at any time. A child puts them all into one picture, a link gives each a trace of its own and keeps the way back.',
  code: [{ path: 'libs/kafka/src/consumer/process-span.ts', symbol: 'startProcessSpan' }],
  notToConclude:
    'Neither is more correct. Links suit batches and consumers that come days later; children suit a flow that a person wants to read from top to bottom.',
  changes: 'the system',
  async run(stage) {
    const { rig, tell, spans } = stage
    tell('order, inventory and notification start with TRACE_ASYNC=link')
    await rig.seat({ ...findContender('durable').seat, all: { TRACE_ASYNC: 'link' } })
    const { clients, count, traces } = await openCounter(stage)
    tell('a client places one order')
    await clients.place(1)
    const ledger = await count()
    const [first = ''] = traces()
    const hasBothMails = (all: readonly Span[]) => named(all, 'send mail').length >= 2
    const family = await untilTrace(spans, first, hasBothMails)
    return { ...judgeLinks(family), ledger }
  },
}

/** How the traces of one order hang together. */
export function judgeLinks(spans: readonly Span[]) {
  const traceIds = [...new Set(spans.map(({ traceId }) => traceId))]
  const taken = spans.filter(({ kind }) => kind === 'CONSUMER')
  const created = new Set(
    spans.filter(({ kind }) => kind === 'PRODUCER').map(({ spanId }) => spanId),
  )
  const isLinked = ({ links }: Span) => links.some(({ spanId }) => created.has(spanId))
  const linked = taken.filter(isLinked)
  const facts = [
    `the order left ${traceIds.length} traces, records were taken ${taken.length} times`,
    `${linked.length} of these spans have a link to the span that created their record`,
  ]
  return { cameTrue: nameOf(), facts, traceIds }

  function nameOf(): Id | undefined {
    if (taken.length === 0) return undefined
    if (traceIds.length === 1) return 'one'
    const isEach = traceIds.length === 1 + taken.length && linked.length === taken.length
    return isEach ? 'each' : traceIds.length === 2 ? 'two' : undefined
  }
}

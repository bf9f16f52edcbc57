import type { Span } from '@tailspan/trace-testing'
import { findContender } from '../contender.ts'
import { openCounter } from '../counter.ts'
import type { Exercise, Stage } from '../exercise.ts'
import { type Id, childOrLink as question } from '../questions/child-or-link.ts'
import { named, untilTrace } from '../read-spans.ts'

export const childOrLink: Exercise<Id> = {
  ...question,
  async run(stage: Stage) {
    const { rig, tell, spans } = stage
    tell('order, inventory and notification start with TRACE_ASYNC=link')
    await rig.deploy({ ...findContender('durable').deployment, all: { TRACE_ASYNC: 'link' } })
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

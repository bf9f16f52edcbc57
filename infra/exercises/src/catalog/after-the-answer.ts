import type { Span } from '@tailspan/trace-testing'
import { useDurable } from '../contender.ts'
import { openCounter } from '../counter.ts'
import type { Exercise, Watching } from '../exercise.ts'
import { type Id, afterTheAnswer as question } from '../questions/after-the-answer.ts'
import { inWords, isWhole, named, untilTrace } from '../read-spans.ts'

export const afterTheAnswer: Exercise<Id> = {
  ...question,
  async run(stage: Watching) {
    await useDurable(stage)
    const { clients, count, traces } = await openCounter(stage)
    stage.tell('a client places one order')
    await clients.place(1)
    stage.tell('the order is followed to its second mail')
    const ledger = await count()
    const traceIds = traces()
    const spans = await untilTrace(stage.spans, traceIds[0] ?? '', isWhole)
    return { ...judgeAfterAnswer(spans), traceIds, ledger }
  },
}

/** How much of a trace ended after its answer. */
export function judgeAfterAnswer(spans: readonly Span[]) {
  const [request] = named(spans, 'POST /orders')
  if (!request) return { cameTrue: undefined, facts: ['the span of the request did not arrive'] }
  const others = spans.filter((span) => span !== request)
  const later = others.filter(({ endNs }) => endNs > request.endNs)
  const { endNs: lastNs } = later.reduce((a, b) => (b.endNs > a.endNs ? b : a), request)
  const facts = [
    `${later.length} of ${spans.length} spans ended after the answer`,
    `the client waited ${inWords(request.endNs - request.startNs)}, the last span ended ${inWords(lastNs - request.endNs)} later`,
  ]
  return { cameTrue: nameOf(), facts }

  function nameOf(): Id | undefined {
    if (later.length === 0) return 'nothing'
    if (later.every(({ name }) => name === 'send orders')) return 'the-send'
    return later.length * 2 > spans.length ? 'most' : undefined
  }
}

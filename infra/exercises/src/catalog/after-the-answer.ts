import type { Span } from '@tailspan/trace-testing'
import { useDurable } from '../contender.ts'
import { openCounter } from '../counter.ts'
import type { Exercise } from '../exercise.ts'
import { inWords, isWhole, named, untilTrace } from '../read-spans.ts'

type Id = 'nothing' | 'the-send' | 'most'

export const afterTheAnswer: Exercise<Id> = {
  slug: 'the-answer-is-not-the-end',
  title: 'The answer is not the end of the trace',
  question: 'One order is placed. How much of its trace still runs when the client has its 202?',
  predictions: [
    { id: 'nothing', says: 'Nothing: the answer is the last thing that happens.' },
    { id: 'the-send', says: 'One span: the event is on its way to Kafka.' },
    { id: 'most', says: 'More than half of it: most of the work comes after the answer.' },
  ],
  expected: 'most',
  action: 'Place one order',
  look: [
    'the line ┊: there the client had its answer',
    'dashed bars ╍: they run although the span that caused them has ended',
    'the last span: the second mail, sent by another process',
  ],
  truth:
    'The 202 says that the order is stored and nothing more: publishing, stock, confirmation and both mails come after it, in the same trace.',
  code: [{ path: 'libs/scope/src/detach.ts', symbol: 'detach' }],
  notToConclude:
    'A trace that is longer than its request is not slow: nobody waits for what comes after the answer. How long a client waits is the first span alone.',
  changes: 'nothing',
  async run(stage) {
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

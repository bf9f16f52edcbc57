import type { Question } from './question.ts'

export type Id = 'all' | 'failures-kept' | 'chance'

export const whatASampleHides: Question<Id, 'the system'> = {
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
}

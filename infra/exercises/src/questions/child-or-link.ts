import type { Question } from './question.ts'

export type Id = 'one' | 'two' | 'each'

export const childOrLink: Question<Id, 'the system'> = {
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
}

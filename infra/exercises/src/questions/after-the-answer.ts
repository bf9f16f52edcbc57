import type { Question } from './question.ts'

export type Id = 'nothing' | 'the-send' | 'most'

export const afterTheAnswer: Question<Id, 'nothing'> = {
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
}

import type { Question } from './question.ts'

export type Id = 'lost' | 'new-trace' | 'own-trace'

export const relayIsAnotherTrace: Question<Id, 'the system'> = {
  slug: 'the-relay-is-another-trace',
  title: 'The relay is another trace',
  question:
    'An order is committed and answered, then its process is killed with kill -9 before it could send the event. A new process starts. What does the trace show?',
  predictions: [
    { id: 'lost', says: 'The trace ends with the request: the event died with the process.' },
    {
      id: 'new-trace',
      says: 'The event is sent in a new trace: the old one ended with its process.',
    },
    {
      id: 'own-trace',
      says: 'The send stands in the trace of the order, and links to another trace.',
    },
  ],
  expected: 'own-trace',
  action: 'Place one order and kill order before it can send',
  look: [
    'the gap: the lease of the dead process has to end first',
    'send orders: in the trace of the request, with a link ↪ to relay orders',
    'relay orders: a round that may carry many orders, so it has a trace of its own',
  ],
  truth:
    'The outbox row was committed with the order and remembers its trace. The relay sends it in that trace, and links to its own round.',
  code: [
    { path: 'libs/outbox/src/outbox.ts', symbol: 'createOutbox' },
    { path: 'services/order/src/kafka/publish-durable.ts', symbol: 'publishDurable' },
  ],
  notToConclude:
    'The second gap is not the outbox: a consumer group waits ten seconds for a member that could not leave it.',
  changes: 'the system',
}

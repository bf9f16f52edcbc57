import type { Question } from './question.ts'

export type Id = 'late' | 'lost' | 'refused'

export const cancellationStays: Question<Id, 'the system'> = {
  slug: 'cancellation-stays',
  title: 'Cancellation must not be carried',
  question:
    'PUBLISH=request: the signal of the request ends the send, too. The link to Kafka is held, so every answer is written before Kafka has the event; then the link is released. Three clients order. What becomes of their orders?',
  predictions: [
    { id: 'late', says: 'They are delivered late: Kafka takes them when the link is released.' },
    { id: 'lost', says: 'They were accepted with 202, and at least one is lost.' },
    { id: 'refused', says: 'The clients get a 503: they can try again.' },
  ],
  expected: 'lost',
  action: 'Hold the link and place three orders with PUBLISH=request',
  look: [
    'send orders ✗: it was ended by the answer of its own request',
    'the trace ends there: no process orders ever comes',
    'the ledger: accepted, and in none of delivered, pending and dead-lettered',
  ],
  truth:
    'The signal of a request fires when its answer is written. Passed on to background work it cancels what the client was just promised.',
  code: [
    { path: 'services/order/src/kafka/publish-request.ts', symbol: 'publishRequest' },
    { path: 'libs/scope/src/detach.ts', symbol: 'detach' },
  ],
  notToConclude:
    'In calm this code may deliver everything: the send wins the race against the answer. A test without a fault proves nothing about it.',
  changes: 'the system',
}

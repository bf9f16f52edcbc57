import type { Question } from './question.ts'

export type Id = 'answer' | 'work' | 'queue'

export const gapIsAQueue: Question<Id, 'the system'> = {
  slug: 'a-gap-is-a-queue',
  title: 'A gap is a queue',
  question:
    'Kafka stands still for three seconds, and an order is placed meanwhile. Where in its trace do the three seconds show?',
  predictions: [
    { id: 'answer', says: 'In POST /orders: the client waits for them.' },
    { id: 'work', says: 'In process orders: the consumers take three seconds longer.' },
    { id: 'queue', says: 'In front of process orders: nobody works on the order meanwhile.' },
  ],
  expected: 'queue',
  action: 'Pause Kafka for three seconds and place one order',
  look: [
    'the answer: as quick as ever',
    'send orders: it waits for the acknowledgement, longer than the pause',
    'the grey line in front of process orders: the record is created and nobody has it yet',
  ],
  truth:
    'A gap between a span and its child is time in a queue. No span of a consumer grew: they began late, and each was as short as always.',
  code: [{ path: 'services/order/src/kafka/publish-durable.ts', symbol: 'publishDurable' }],
  notToConclude:
    'The gap does not say which queue it was: the memory of the producer, the outbox, the topic or a consumer that was busy. send orders and the metrics of the outbox tell these apart.',
  changes: 'the system',
}

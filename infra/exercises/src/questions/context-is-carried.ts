import type { Question } from './question.ts'

export type Id = 'lost' | 'broken' | 'whole'

export const contextIsCarried: Question<Id, 'the system'> = {
  slug: 'context-is-carried',
  title: 'Context is carried, not guessed',
  question:
    'PUBLISH=background: the handler puts the event into a queue in memory, a loop that was started at boot sends it. Nothing fails. What is missing in the end?',
  predictions: [
    { id: 'lost', says: 'The order: its event never reaches Kafka.' },
    { id: 'broken', says: 'Only the connection: everything is delivered, but in another trace.' },
    { id: 'whole', says: 'Nothing: the tracing library knows which request it was.' },
  ],
  expected: 'broken',
  action: 'Place one order with PUBLISH=background',
  look: [
    'the first trace: it ends with the request, there is no create orders in it',
    'the second trace: it begins with create orders, and no line leads back',
    'the ledger: nothing lost, one order in another trace',
  ],
  truth:
    'Nothing is lost but the connection: the loop runs in the context of the boot, so the event begins a trace of its own. Context must travel with the work.',
  code: [
    { path: 'services/order/src/kafka/publish-background.ts', symbol: 'publishBackground' },
    { path: 'services/order/src/kafka/publish-detached.ts', symbol: 'publishDetached' },
  ],
  notToConclude:
    'Delivered in calm does not mean safe: under SIGTERM or a kill this queue loses what is in it. Compare it with durable under sigterm.',
  changes: 'the system',
}

import { eventExamples, events, topics } from '@tailspan/contracts'
import { describeEvents } from '@tailspan/kafka'

/** What `GET /asyncapi.json` answers, made of the schemas that check the events. */
export const asyncApi = describeEvents({
  title: 'Tailspan stock',
  description: 'Holds stock for orders that were placed, and says whether there was enough.',
  schemas: events,
  examples: eventExamples,
  consumes: { groupId: 'inventory', topics: [topics.orders], types: ['order.placed'] },
  publishes: [topics.stock],
})

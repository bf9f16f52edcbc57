import { eventExamples, events, topics } from '@tailspan/contracts'
import { describeEvents } from '@tailspan/kafka'

/** What `GET /asyncapi.json` answers, made of the schemas that check the events. */
export const asyncApi = describeEvents({
  title: 'Tailspan orders',
  description: 'Says what becomes of orders, and settles them by what inventory has decided.',
  schemas: events,
  examples: eventExamples,
  consumes: { groupId: 'order', topics: [topics.stock], types: topics.stock.events },
  publishes: [topics.orders],
})

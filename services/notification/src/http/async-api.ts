import { eventExamples, events, topics } from '@tailspan/contracts'
import { describeEvents } from '@tailspan/kafka'

/** What `GET /asyncapi.json` answers, made of the schemas that check the events. */
export const asyncApi = describeEvents({
  title: 'Tailspan mails',
  description: 'Sends a mail for each step of an order.',
  schemas: events,
  examples: eventExamples,
  consumes: { groupId: 'notification', topics: [topics.orders], types: topics.orders.events },
})

import type { QueryExecutorProvider } from '@tailspan/postgres'
import type { OrderPublisher } from '../domain/order-publisher.ts'
import { ordersTopic, toCloudEvent } from './order-message.ts'
import type { PublishNeeds } from './publish-needs.ts'

/** Right, whatever dies: the event is stored with its order, and leaves detached or by the relay. */
export function publishDurable({
  outbox,
}: Pick<PublishNeeds, 'outbox'>): OrderPublisher<QueryExecutorProvider> {
  return {
    reserve() {
      const announcement = outbox.announce()
      return {
        async store(event, tx, scope) {
          const what = { topic: ordersTopic, event: toCloudEvent(event) }
          await announcement.store(tx, what, scope)
        },
        publish: () => announcement.publish(),
        [Symbol.dispose]: () => announcement[Symbol.dispose](),
      }
    },
  }
}
